"""Articles on the operator's side: reviews, what is published, complaints."""
