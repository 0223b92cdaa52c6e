"""What a link in a message leads to, in three lines beneath it. Start with jobs.py; fetcher.py goes outside."""
