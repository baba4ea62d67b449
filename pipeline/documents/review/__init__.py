"""A finished or an edited document comes in; what a person reads it by goes out: comments, 发文稿纸, differences."""
