"""What a host needs besides the site: workflow files that check, build and publish it."""
