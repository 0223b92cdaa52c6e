"""A browser in words that its owner recognises."""

BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}
SYSTEMS = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows",
           "Mac OS X": "macOS", "Linux": "Linux"}


def device_of(user_agent: str) -> str:
    """«Firefox, Linux»; empty for a browser that does not say what it is."""
    found = [next((name for mark, name in marks.items() if mark in user_agent), "")
             for marks in (BROWSERS, SYSTEMS)]
    return ", ".join(filter(None, found))
