"""Records to pages: URLs, views, the plan of pages, feeds, and rendering."""
