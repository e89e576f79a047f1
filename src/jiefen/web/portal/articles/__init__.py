"""Knowledge articles as readers meet them."""
