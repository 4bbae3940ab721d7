"""Slack, as the bot speaks to it: the client, its errors in words, its connections."""
