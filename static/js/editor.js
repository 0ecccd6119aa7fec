/** The editor of an answer. */
