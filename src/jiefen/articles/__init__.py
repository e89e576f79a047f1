"""Knowledge articles: written by lawyers, reviewed, published, corrected; their readers, and complaints about them."""
