//! E-mail named in a message: letters stopped or wanted, and people a manager wants forgotten.

use super::{ears, setting};
use fregues::dialogue::hear::{Intent, Role, hear};
use fregues::domain::lang::Lang;

#[test]
fn letters_are_stopped_and_asked_for_apart_from_what_whatsapp_brings() {
    let ears = ears();
    for (lang, text, intent) in [
        (Lang::PtBr, "parar e-mail", Intent::MailStop),
        (Lang::PtBr, "Parar emails", Intent::MailStop),
        (Lang::PtBr, "não quero mais e-mail", Intent::MailStop),
        (Lang::PtBr, "não quero mais receber e-mails de vocês, por favor", Intent::MailStop),
        (Lang::PtBr, "parem de mandar email", Intent::MailStop),
        (Lang::PtBr, "cancelar e-mails", Intent::MailStop),
        (Lang::PtBr, "quero parar de receber emails", Intent::MailStop),
        (Lang::PtBr, "não me mandem mais email", Intent::MailStop),
        (Lang::PtBr, "chega de email", Intent::MailStop),
        (Lang::PtBr, "quero receber e-mail", Intent::MailStart),
        (Lang::PtBr, "quero voltar a receber os e-mails", Intent::MailStart),
        (Lang::PtBr, "pode mandar por e-mail também", Intent::MailStart),
        (Lang::Es, "no quiero correos", Intent::MailStop),
        (Lang::Es, "parar correo", Intent::MailStop),
        (Lang::Es, "no quiero recibir más correos electrónicos", Intent::MailStop),
        (Lang::Es, "quiero recibir correos", Intent::MailStart),
        (Lang::En, "stop emails", Intent::MailStop),
        (Lang::En, "no more email", Intent::MailStop),
        (Lang::En, "stop emailing me", Intent::MailStop),
        (Lang::En, "please don't send me any more e-mails", Intent::MailStop),
        (Lang::En, "send me emails", Intent::MailStart),
        (Lang::En, "I want to receive emails again", Intent::MailStart),
        // All of it, or something else altogether.
        (Lang::PtBr, "não quero mais receber mensagens nem e-mails", Intent::OptOut),
        (Lang::PtBr, "parar", Intent::OptOut),
        (Lang::PtBr, "não quero mais receber", Intent::OptOut),
        (Lang::En, "stop", Intent::OptOut),
    ] {
        assert_eq!(hear(text, &setting(Role::Customer, lang), &ears).intent, intent, "{text}");
    }
    for text in [
        "meu e-mail é ana@exemplo.example",
        "qual o e-mail da loja?",
        "mandei o comprovante por e-mail",
        "recebi um e-mail de vocês",
        "não recebi o e-mail",
        "me manda o e-mail da loja",
        "quero mandar um e-mail",
    ] {
        let heard = hear(text, &setting(Role::Customer, Lang::PtBr), &ears).intent;
        assert!(!matches!(heard, Intent::MailStop | Intent::MailStart), "{text}: {heard:?}");
    }
    for (lang, text) in [
        (Lang::Es, "no recibo correos"),
        (Lang::Es, "quiero el recibo para mi correo"),
        (Lang::Es, "les mandé un correo"),
        (Lang::En, "I get no emails"),
        (Lang::En, "I don't get your emails"),
        (Lang::En, "send me the email of the shop"),
    ] {
        let heard = hear(text, &setting(Role::Customer, lang), &ears).intent;
        assert!(!matches!(heard, Intent::MailStop | Intent::MailStart), "{text}: {heard:?}");
    }
}

#[test]
fn managers_name_whom_to_forget_by_more_than_a_phone() {
    let ears = ears();
    for (lang, text) in [
        (Lang::PtBr, "apagar os dados de 11 98765-4321"),
        (Lang::PtBr, "esquecer 11 98765-4321"),
        (Lang::PtBr, "esquecer ana@exemplo.example"),
        (Lang::PtBr, "apagar os dados do e-mail ana@exemplo.example"),
        (Lang::PtBr, "apagar os dados do cnpj 12.ABC.345/01DE-35"),
        (Lang::PtBr, "esquecer a empresa 11.222.333/0001-81"),
        (Lang::PtBr, "apagar o cadastro do cliente #123"),
        (Lang::PtBr, "esquecer cliente #A-17"),
        (Lang::Es, "borrar los datos de ana@exemplo.example"),
        (Lang::Es, "borrar datos del cliente #123"),
        (Lang::Es, "olvidar al cliente #123"),
        (Lang::En, "delete the data of ana@exemplo.example"),
        (Lang::En, "delete data of customer #123"),
        (Lang::En, "forget customer #123"),
    ] {
        assert_eq!(hear(text, &setting(Role::Owner, lang), &ears).intent, Intent::DeleteData, "{text}");
        let cashier = hear(text, &setting(Role::Staff, lang), &ears).intent;
        assert_ne!(cashier, Intent::DeleteData, "{text}");
    }
}
