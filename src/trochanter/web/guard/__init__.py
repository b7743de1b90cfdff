"""What stands before every page: host, origin, entry by cookie, size, rate, and the headers of every answer."""
