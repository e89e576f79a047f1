"""Reception: offers, talks, hours, own figures."""
