//! Text, lists and tables as HTML; every text is escaped on its way in.

/// A text that means itself in HTML, between tags and in quotes.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '>' => escaped += "&gt;",
            '"' => escaped += "&quot;",
            '\'' => escaped += "&#39;",
            other => escaped.push(other),
        }
    }
    escaped
}

/// A whole page that needs nothing but a browser; `class` is that of its content.
pub fn document(title: &str, style: &str, class: &str, content: &str) -> String {
    let title = escape(title);
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>{title}</title>\n<style>\n{style}</style>\n</head>\n\
         <body>\n<main{class}>\n{content}</main>\n</body>\n</html>\n"
    )
}

/// Sentences as one paragraph; nothing without sentences.
pub fn paragraph(class: &str, sentences: &[String]) -> String {
    if sentences.is_empty() {
        return String::new();
    }
    let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
    format!("<p{class}>{}</p>\n", escape(&sentences.join(" ")))
}

/// A list; nothing without items.
pub fn list(items: &[String]) -> String {
    if items.is_empty() {
        return String::new();
    }
    let items: String = items.iter().map(|item| format!("<li>{}</li>\n", escape(item))).collect();
    format!("<ul>\n{items}</ul>\n")
}

/// A line in the place of a chart that has nothing to show.
pub fn nothing(reason: &str) -> String {
    format!("<p class=\"nothing\">{}</p>\n", escape(reason))
}

/// Numbers in rows; the first `n_text` columns are text.
pub struct Table {
    /// What the numbers are.
    pub caption: String,
    /// One per column.
    pub headings: Vec<String>,
    /// How many columns from the left hold text.
    pub n_text: usize,
    /// `[n_rows × n_columns]`.
    pub rows: Vec<Vec<String>>,
}

impl Table {
    /// As HTML, in a box that scrolls where the screen is narrow.
    pub fn to_html(&self) -> String {
        let caption = escape(&self.caption);
        let headings = self.headings.iter().enumerate().map(|(idx, heading)| {
            format!("<th scope=\"col\"{}>{}</th>", self.class(idx), escape(heading))
        });
        let headings: String = headings.collect();
        let rows: String = self.rows.iter().map(|row| self.row(row)).collect();
        format!(
            "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{caption}\">\n\
             <table>\n<caption>{caption}</caption>\n<thead><tr>{headings}</tr></thead>\n\
             <tbody>\n{rows}</tbody>\n</table>\n</div>\n"
        )
    }

    /// Folded away under its caption, with notes beneath; nothing without rows and notes.
    pub fn to_details(&self, notes: &[String]) -> String {
        if self.rows.is_empty() && notes.is_empty() {
            return String::new();
        }
        let table = if self.rows.is_empty() { String::new() } else { self.to_html() };
        let (caption, notes) = (escape(&self.caption), list(notes));
        format!("<details>\n<summary>Table: {caption}</summary>\n{table}{notes}</details>\n")
    }

    fn row(&self, row: &[String]) -> String {
        let cells = row
            .iter()
            .enumerate()
            .map(|(idx, cell)| format!("<td{}>{}</td>", self.class(idx), escape(cell)));
        format!("<tr>{}</tr>\n", cells.collect::<String>())
    }

    fn class(&self, column: usize) -> &'static str {
        if column < self.n_text { " class=\"text\"" } else { "" }
    }
}
