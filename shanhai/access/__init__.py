"""Who may do what, where and until when.

What comes in: accounts and the roles they hold for a region and a term. What is decided here: which rows
a person sees (`visible_to`) and which verbs they may use (the permission table). What goes out: a scope.
"""
