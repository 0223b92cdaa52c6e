// What frontend/js/live.js finds in place of Turbo: HTML goes into the list of messages that this page shows.
export const renderStreamMessage = (html) => globalPage.draw(html);
export const visit = () => globalPage.anew();
