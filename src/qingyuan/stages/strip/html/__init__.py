"""HTML pages: which part is the article, its lines as Markdown, and the edits that lead from the page to them."""
