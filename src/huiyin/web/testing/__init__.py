"""What tests of pages need: a real browser, the checks that every page must pass, and a page that shows every component."""
