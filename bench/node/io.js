// Socket.IO's own client, with the token of this page instead of a cookie and the address of its line.
import { io as real } from "../../node_modules/socket.io-client/build/esm/index.js";

export const io = (options) => (globalPage.socket = real(globalPage.address, { ...options, auth: { token: globalPage.token }, forceNew: true }));
