//! The article before a shop's name, `do Clube Patinhas`, `da Rede Saúde`, for copy in languages that have one.

use crate::dialogue::hear::fold;
use fluent_bundle::{FluentArgs, FluentValue};

/// The Fluent function `THE("do", $shop)`: the article, alone or with what it is drawn into, as it is before this name when
/// before a masculine one it is the given. A name is feminine whose first word ends in `a`, or is one of these.
pub fn the(
    feminine: &str,
) -> impl for<'a> Fn(&[FluentValue<'a>], &FluentArgs<'_>) -> FluentValue<'a> + Send + Sync + use<> {
    let words: Vec<String> = feminine.split_whitespace().map(fold).collect();
    move |positional, _| match positional {
        [FluentValue::String(article), FluentValue::String(name)] => {
            let first = fold(name.split_whitespace().next().unwrap_or_default());
            let feminine = first.ends_with('a') || words.contains(&first);
            FluentValue::from(if feminine { of_hers(article) } else { article.to_string() })
        }
        _ => FluentValue::Error,
    }
}

fn of_hers(article: &str) -> String {
    match article {
        "ao" => "à".to_owned(),
        article => article.replace('o', "a").replace('O', "A"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_have_the_article_people_would_give_them() {
        let the = the("rede joias");
        for (article, name, expected) in [
            ("do", "Clube Patinhas", "do"),
            ("do", "Rede Saúde", "da"),
            ("o", "Bela Cosméticos", "a"),
            ("O", "Ótica Luz", "A"),
            ("no", "Studio Bela", "no"),
            ("pelo", "JOIAS Aurora", "pela"),
            ("ao", "Farmácia Boa", "à"),
            ("ao", "", "ao"),
        ] {
            let said = the(&[FluentValue::from(article), FluentValue::from(name)], &FluentArgs::new());
            assert_eq!(said, FluentValue::from(expected), "{article} {name}");
        }
    }
}
