"""What others write about data comes in (cards, manifests, logs); works leave, with facts and who tells them."""
