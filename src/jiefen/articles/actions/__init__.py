"""What changes articles: drafts, reviews, publication, readers' marks, complaints."""
