"""The arguments people bring: words, or an assessment, come in; the claims meant, or whether they hold there, leave."""
