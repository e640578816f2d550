"""What an article is: its front matter, its topics, its checks, and what people decided about it."""
