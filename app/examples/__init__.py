"""The example bank, and the plainest feature of the house: copy it to begin another. Start in service.py."""
