# O que a gente diz, em português do Brasil.
# Cada chave é uma linha; várias linhas formam uma mensagem. Valores e pontos chegam prontos, só
# contagens chegam como número. *negrito* e _itálico_ são as marcas do WhatsApp.

gap = { "" }

# THE("do", $shop) põe o artigo certo antes do nome da loja: a Bela, a Rede Saúde, o Clube Patinhas. É feminino o nome cuja
# primeira palavra termina em a, ou é uma destas.
feminine = rede boutique joias lojas casas óticas

# Um programa conta pontos ou reais: cada valor $x chega puro e, como $x-full, com a palavra; $unit diz qual dos dois.
unit-visits = { $count ->
    [one] { $count } compra
   *[other] { $count } compras
}
unit-points = { $count ->
    [1] { $amount } ponto
   *[other] { $amount } pontos
}
unit-nothing = { $unit ->
    [reais] R$ 0,00
   *[points] 0 pontos
}
unit-what = { $unit ->
    [reais] o saldo
   *[points] os pontos
}
unit-given = { $unit ->
    [reais] Cashback dado
   *[points] Pontos dados
}
unit-kept = { $unit ->
    [reais] Seu saldo continua guardado
   *[points] Seus pontos continuam guardados
}

## Entrar no clube

welcome =
    Oi! Aqui é { THE("o", $shop) } *{ $shop }* 🐾
    A cada R$ { $reais } em compras você junta *{ $points }* e troca por serviços. As regras: é só mandar *regras*.
welcome-pay =
    Oi! Aqui é { THE("o", $shop) } *{ $shop }* 👋
    A cada R$ { $reais } em compras você junta *{ $points }*, e pontos pagam parte das próximas. As regras: é só mandar *regras*.
welcome-percent =
    Oi! Aqui é { THE("o", $shop) } *{ $shop }* 👋
    Cada compra devolve *{ $percent }* pra você usar nas próximas. As regras: é só mandar *regras*.
welcome-visit =
    Oi! Aqui é { THE("o", $shop) } *{ $shop }* 👋
    Cada compra rende *{ $points-full }*. As regras: é só mandar *regras*.
welcome-data = Guardamos seu celular, valores e datas das compras. Nunca o que você compra.
welcome-credit = { $unit ->
    [reais] Sua compra já rendeu *{ $points-full }*: o valor está guardado pra você.
   *[points] Sua compra já rendeu *{ $points-full }*: eles estão guardados pra você.
}
welcome-invited = Convite de *{ $friend }*: na sua primeira compra você ganha mais *{ $points-full }*.
welcome-ask =
    Quer participar? E quer receber ofertas por aqui? São duas coisas separadas:
    { "*" }1* entrar no clube, sem ofertas
    { "*" }2* entrar e receber ofertas
welcome-again = Quer participar? É só responder *1* pra entrar no clube, *2* pra entrar e receber ofertas, ou *3* pra deixar pra depois.
welcome-once = E aí, entra no clube? *1* sem ofertas, *2* com ofertas, *3* agora não.
joined = Pronto{ $name }! Você está no clube.
welcome-gift = Presente de boas-vindas: *+{ $points-full }* 🎁
joined-balance = Saldo: *{ $balance-full }*.
joined-offers = As novidades { THE("do", $shop) } { $shop } chegam por aqui. Pra sair delas, mande SAIR quando quiser.
join-later = Tudo bem! Quando quiser entrar { THE("no", $shop) } { $shop }, é só mandar *quero participar*.
join-stands = Você já entrou no clube, e seu cadastro está feito.
already-in = Você já está no clube{ $name } 😉
opted-out =
    Pronto: você não recebe mais ofertas { THE("do", $shop) } { $shop }.
    { unit-kept }, e só avisos das suas próprias compras chegam por aqui. Pra parar esses também, mande PARAR TUDO.
opted-out-all =
    Pronto: { THE("o", $shop) } { $shop } não manda mais nada por conta própria, nem avisos das suas compras.
    { unit-kept }. Quando você escrever, a gente responde.
opted-in = Combinado! As novidades { THE("do", $shop) } { $shop } chegam por aqui. Pra sair, mande SAIR quando quiser.
opt-out-ask = Você quer parar de receber mensagens da loja?
stop-all-ask = Ofertas você já não recebe. Paro também os avisos das suas compras?
leave-how = Pra sair do clube de vez e apagar o cadastro, mande *apagar meus dados*.
no-trouble = Imagina 💚
what-happened = Sinto muito! O que aconteceu? Se preferir, uma pessoa da equipe ajuda.
no-hurry = Claro, sem pressa! É só escrever quando quiser.
birthday-none = Não tenho sua data de nascimento.
opt-out-kept = Certo, nada muda.
opt-out-stays = Certo, continua sem ofertas.
offers-whole = As ofertas vêm todas juntas: não dá pra escolher por assunto.
notices-stay = Certo, os avisos das suas compras continuam chegando.
notices-back = Pronto: os avisos das suas compras voltam a chegar. Ofertas, não.
same-again = Se não era isso, é melhor falar com a equipe { THE("do", $shop) } { $shop }: { $contact }
opt-in-ask = Quer receber as ofertas por aqui?

## O que o cliente consulta

menu = Como posso ajudar{ $name }?
hello = Oi{ $name }! Em que posso ajudar?
nothing-open = Certo, não há nada em aberto.
you-are-welcome = A gente que agradece 💚
balance = Você tem *{ $balance-full }*.
balance-held = Reservado, à espera do caixa: { $held-full }.
balance-debt = { $debt-count ->
    [one] Falta
   *[other] Faltam
} { $debt-full } de uma compra devolvida. As próximas compras cobrem isso primeiro.
balance-zero = Você tem *{ unit-nothing }*. Na próxima compra, é só falar seu celular no caixa e já começa a juntar.
balance-expires = ⏳ { $points-full } { $points-count ->
    [one] vale
   *[other] valem
} até { $day }.
ending = ⏳ Aviso de validade:
ending-credit = • *{ $points-full }* · até { $day }
balance-later = { $days ->
    [1] 🕛 { $points-full } a partir de amanhã ({ $day }).
   *[other] 🕛 { $points-full } a partir de { $day }.
}
next-reward = { $missing-count ->
    [one] Falta
   *[other] Faltam
} *{ $missing }* pra { $reward }.
reward-ready = Já dá pra pegar: *{ $reward }*. Mande *resgatar*.
statement = Suas últimas movimentações:
statement-none = Ainda não há nada no seu extrato. A primeira compra aparece aqui.
statement-purchase = { $day } · +{ $points } · compra de { $amount }
statement-referral = { $day } · +{ $points } · indicação
statement-reward = { $day } · { $points } · prêmio
statement-paid = { $day } · { $points } · pago com saldo
statement-held = { $day } · { $points } · reservado
statement-unheld = { $day } · { $points } · reservado, já voltou ao saldo
statement-returned = { $day } · +{ $points } · voltou ao saldo
statement-voucher = { $day } · { $points } · virou vale
statement-voucher-used = { $day } · { $points } · vale usado na compra de { $amount }
statement-voucher-back = { $day } · +{ $points } · vale devolvido
statement-reversal = { $day } · { $points } · estorno
statement-expired = { $day } · { $points } · venceu
statement-bonus = { $day } · +{ $points } · presente
statement-opening = { $day } · +{ $points } · saldo inicial
prolonged = ⏳ { $points-full }: prazo aumentado até { $day }, porque { $frozen ->
    [0] o aviso não chegou
   *[other] não se sabia de quem era o número
}.
statement-balance = Saldo: *{ $balance-full }*
referral =
    Seu código é *{ $code }*.
    Quem entrar com ele ganha { $friend-full } na primeira compra a partir de { $minimum }, e você ganha { $referrer }.
    É só encaminhar a próxima mensagem 👇
referral-one =
    Seu código é *{ $code }*.
    Quando alguém entrar com ele e fizer a primeira compra a partir de { $minimum }, você ganha { $referrer-full }.
    É só encaminhar a próxima mensagem 👇
referral-share = { $unit ->
    [reais] Oi! Eu ganho dinheiro de volta { THE("no", $shop) } { $shop } e lembrei de você. Entra com meu código *{ $code }* e ganha { $friend-full } na primeira compra: { $link }
   *[points] Oi! Eu junto pontos { THE("no", $shop) } { $shop } e lembrei de você. Entra com meu código *{ $code }* e ganha { $friend-full } na primeira compra: { $link }
}
referral-share-one = Oi! Lembrei de você: entra { THE("no", $shop) } { $shop } com meu código *{ $code }*: { $link }
referral-own = *{ $code }* é o seu próprio código 😊 Ele vale pra quem você convidar.
referral-unknown = Não achei o código *{ $code }*. Confere com quem convidou?
referral-late = O convite vale só pra quem ainda não é do clube. Mas você pode convidar: mande *indicar*.
referral-none = Por enquanto o clube não tem prêmio por indicação.
ranking = 🏆 *{ $period }*: você é { $place }º, com *{ $done }*.
ranking-first = 🏆 *{ $period }*: você lidera, com *{ $done }*!
ranking-row = { $place }º { $name } · { $done-bare }
ranking-gap = { $gap-count ->
    [one] Falta
   *[other] Faltam
} *{ $gap-bare }* pra passar quem está na frente.
ranking-empty = 🏆 *{ $period }*: você ainda não entrou no ranking.
ranking-none = Este clube não tem ranking.
rewards = Seu saldo: *{ $balance-full }*. Os prêmios:
rewards-none = O clube ainda não tem prêmios cadastrados.
rewards-none-pay = { $unit ->
    [reais] Este clube não tem prêmios: o saldo paga parte das compras. Mande *usar* pra ver quanto.
   *[points] Este clube não tem prêmios: os pontos pagam parte das compras. Mande *usar* pra ver quanto.
}
reward-can = ✔ *{ $number }* · { $reward } · { $price-full }
reward-cannot = *{ $number }* · { $reward } · { $price-full } ({ $missing-count ->
    [one] falta
   *[other] faltam
} { $missing })
reward-soon = *{ $number }* · { $reward } · { $price-full } (a partir de { $day })
reward-how = Pra pegar, mande o número.
reward-held =
    { "*" }{ $reward }* reservado! Seu código:

    { "*" }{ $code }*

    Mostre no caixa até { $day } às { $time }. Saldo livre: { $available-full }.
reward-missing = Pra *{ $reward }* ainda { $missing-count ->
    [one] falta
   *[other] faltam
} { $missing-full }.
reward-not-yet = Pra *{ $reward }* já basta, mas { $points-full } só podem ser usados a partir de { $day }.
reward-blocked = { $unit ->
    [reais] Os prêmios voltam quando suas compras cobrirem { $debt-full } da devolução. Elas seguem rendendo.
   *[points] Os prêmios voltam quando suas compras cobrirem { $debt-full } da devolução. Elas seguem pontuando.
}
reward-unknown = Não achei esse prêmio. Quer ver a lista?
reward-not-held = Não há *{ $reward }* reservado aqui. Se é um horário marcado, quem resolve é a equipe.
reward-taken = *{ $reward }* entregue ✅ Saldo: { $balance-full }.
reward-lapsed = A reserva de *{ $reward }* venceu e { $points-full } { $points-count ->
    [one] voltou
   *[other] voltaram
}. Saldo: { $balance-full }.
reward-back = Pronto, *{ $reward }* não está mais reservado: { $points-full } { $points-count ->
    [one] voltou
   *[other] voltaram
} pro seu saldo. Agora você tem *{ $balance-full }*.
reward-returned = A entrega de *{ $reward }* foi desfeita: { $points-full } { $points-count ->
    [one] voltou
   *[other] voltaram
} pro seu saldo. Agora você tem *{ $balance-full }*.
rules = *Regulamento { THE("do", $shop) } { $shop }*
rules-coming = 📅 *A partir de { $day } algumas regras mudam.* O saldo, os prazos e os vales que você já tem ficam como estão.
rules-new = Passa a valer:
rules-gone = Deixa de valer:
contact = Quem atende é a equipe { THE("do", $shop) } { $shop }: { $contact }
contact-quiet = Fico em silêncio aqui por { $hours } horas pra vocês conversarem. Pra falar comigo antes disso, mande *menu*.
hours = { "*" }{ $store }*: { $hours }
team-knows = Isso quem sabe é a equipe { THE("do", $shop) } { $shop }: { $contact }
address = { "*" }{ $store }*: { $address }
trust-scam = Não é golpe: aqui é o programa { THE("do", $shop) } *{ $shop }*, atendido por um assistente automático da loja.
trust-who = Aqui é o programa { THE("do", $shop) } *{ $shop }*, atendido por um assistente automático da loja.
trust-never = Aqui ninguém pede senha, dados de cartão nem pagamento. Se alguém pedir, não responda e fale com a loja.
source-till = Seu número chegou aqui porque o caixa da loja registrou uma compra com ele.
source-shop = Seu número chegou aqui porque está no cadastro { THE("do", $shop) } { $shop }.
source-wrote = Seu número chegou aqui porque você escreveu pra loja.
trust-leave = Pra não receber ofertas, mande *sair*. Pra apagar tudo o que a gente guarda, mande *apagar meus dados*.
robot = Sou o assistente automático { THE("do", $shop) } { $shop }, não uma pessoa. Posso ver saldo, prêmios e regras na hora; se preferir gente, é só tocar em *Falar com a loja*.
codes-yours = Seus códigos em aberto, pra mostrar no caixa:
code-reward = • { $reward }: *{ $code }*, até { $day } às { $time }
code-pay = { $unit ->
    [reais] • { $points-full } do saldo: *{ $code }*, até { $day } às { $time }
   *[points] • { $points-full }: *{ $code }*, até { $day } às { $time }
}
codes-none = Você não tem nenhum código em aberto agora. Um prêmio ou vale ganha código quando você pede.
ranking-masked = No ranking, as outras pessoas só veem *{ $name }* no lugar do seu nome.
ranking-named = No ranking, as outras pessoas só veem seu primeiro nome: *{ $name }*.
ranking-leave = Não dá pra sair só do ranking. Pra aparecer de outro jeito, mande *me chame de* e o nome. Com *apagar meus dados* você sai dele e do clube.
rules-free = O clube { THE("do", $shop) } { $shop } é de graça: você não paga nada pra participar. Preço de produto ou serviço quem sabe é a equipe.
rules-sum = Uma compra de { $amount } rende *{ $points-full }*.
rules-app = Não precisa de aplicativo, cartão nem senha: é tudo por aqui, e no caixa basta dizer o seu celular.
rules-own = { $unit ->
    [reais] O saldo fica no seu número e não passa pra outra pessoa.
   *[points] Os pontos ficam no seu número e não passam pra outra pessoa.
}
rules-own-reward = Mas um prêmio que você reserva pode ser retirado por quem levar o código.
rules-covers = Toda compra na loja conta, seja produto ou serviço.
rules-least = Não há valor mínimo de compra.
rules-worth = Com { $price-full } você troca por *{ $reward }*.
rules-worth-reais = O crédito já é em reais: R$ 1,00 de crédito paga R$ 1,00 de uma compra.
rules-soon = Pode usar assim que cai: não há espera.
rules-cash = Não vira dinheiro: vale em compras e prêmios daqui.
rules-phone = Tudo fica no seu número, não no aparelho: com o mesmo número, é só escrever de outro celular. Se o número mudar, a equipe passa seu cadastro pra ele.
rules-how-reward = Mande *prêmios* e escolha um: você recebe um código pra mostrar na loja.
rules-how-pay = No caixa, diga seu celular; ou mande *usar* e quanto, e mostre o código que chegar.
rules-how-voucher = Mostre o código do vale no caixa. Pra ver seus vales, mande *vales*.
rules-pay-all = Dá pra pagar a compra inteira com o saldo, se ele bastar.
rules-pay-none = Os pontos viram prêmios; compras não se pagam com eles.
rules-pay-voucher = O vale paga a compra até o valor dele; o resto é pago como sempre.
rules-spend = Pra ganhar *{ $points-full }*, são *{ $amount }* em compras.
rules-spend-reward = *{ $reward }* sai por { $points-full }: são *{ $amount }* em compras.
rules-spend-left = Com o que você já tem, { $missing-count ->
    [one] falta
   *[other] faltam
} *{ $missing-full }*: são *{ $amount }* em compras.
rules-spend-enough = O que você tem já dá pra isso.
rules-ads = Ofertas, só quem aceitou recebe, e *SAIR* para todas na hora. Os avisos das suas próprias compras não são propaganda.
rules-outside = Sem entrar no clube nada muda nas suas compras, e não se paga nada; só não dá pra usar pontos nem cashback. O que o caixa já anotou no seu número fica guardado até você entrar, pelo prazo de sempre.
rules-stores = Vale aqui: { $stores }.
sorry = Sinto muito por isso. Você tem razão em querer falar com uma pessoa.
told-shop = Já contei pra quem cuida da loja, com as suas palavras.
called-shop = Já avisei quem cuida da loja.
missing-last = A última compra registrada no seu número é de *{ $amount }*, em { $day }, { $store }, e rendeu { $points-full }. Se falta outra, a equipe confere e lança.
missing-none = Não há nenhuma compra registrada no seu número. A equipe confere e lança.
condolence = Sinto muito pela sua perda. Um abraço carinhoso de todos nós. 💛
amount-disputed = A compra que está registrada é de *{ $amount }*, { $day } às { $time }, { $store }. Contei pra quem cuida da loja o que você escreveu, pra conferir e corrigir com você.
renumber-mine = Trocou de número? Quem passa seu saldo pro número novo é a equipe { THE("do", $shop) } { $shop }, pra ninguém levar o que é seu: { $contact }. Antes, mande *oi* do número novo.
renumbered-yours = Pronto: seu cadastro agora está neste número. Saldo: *{ $balance }*
disputed = A compra é esta? *{ $amount }*, { $day } às { $time }, { $store }. Avisei quem cuida da loja, que vai conferir com você.
no-vouchers = { $unit ->
    [reais] Este clube não usa vales: o que você ganha fica no saldo. Mande *saldo* pra ver.
   *[points] Este clube não usa vales: os pontos viram prêmios. Mande *prêmios* pra ver.
}
no-vouchers-pay = { $unit ->
    [reais] Este clube não usa vales: o saldo paga parte das compras. Mande *usar* pra ver quanto.
   *[points] Este clube não usa vales: os pontos pagam parte das compras. Mande *usar* pra ver quanto.
}
no-tiers = Este clube não tem níveis.{ $ranking ->
    [0] {""}
   *[other] {" "}Sua posição está no *ranking*.
}
tier-mine = { $months ->
    [one] Seu nível: *{ $tier }*, com { $done } neste mês.
   *[other] Seu nível: *{ $tier }*, com { $done } em { $months } meses.
}
tier-mine-ever = Seu nível: *{ $tier }*, com { $done }.
tier-hold = Com o que você já tem, ele vale até { $day }.
tier-more = Pra seguir nele depois, mais { $missing } { $later ->
    [0] até lá.
   *[other] a partir de { $from }, até lá.
}
tier-next = Pra *{ $tier }* { $missing-count ->
    [one] falta
   *[other] faltam
} { $missing }.
tier-reached = ⭐ Agora seu nível é *{ $tier }*!
tier-kept = Seu nível *{ $tier }* continua até { $day }, mesmo abaixo do mínimo.
tier-lost = Seu nível passou de { $before } pra *{ $tier }*. As próximas compras contam pra voltar.
birthday-which = Qual é o dia? Mande, por exemplo: *aniversário 12/05*
birthday-set = Anotado: { $day } 🎂 No dia, o presente é de *{ $points-full }*.
birthday-kept = Anotado: { $day } 🎂
birthday-later = Anotado: { $day } 🎂 Conta a partir de { $year }.
birthday-next = Anotado: { $day } 🎂 O presente de *{ $points-full }* começa em { $year }.
birthday-gift = Feliz aniversário{ $name }! 🎂 Presente: *+{ $points-full }*
no-birthday = Ainda não guardo aniversários, mas obrigado por contar 🎂
name-set = Anotado: *{ $name }*.
name-which = Qual é o nome certo? Responda assim: *meu nome é Ana Souza*.
language = Combinado, sigo em português.
unknown = Essa eu não entendi. Posso ver seu saldo, mostrar as opções ou passar o contato da equipe.
unknown-again = Melhor uma pessoa ajudar. Fale com a equipe { THE("do", $shop) } { $shop }: { $contact }
unknown-more = Ainda não entendi, desculpe. Tente *saldo*, *regras* ou *menu*. A equipe: { $contact }
club-too = E comprar aqui junta { $unit ->
    [reais] crédito pra próxima compra
   *[points] pontos
}, de graça: pra entrar no clube, mande *quero participar*.
invited-how = Que bom! Pra indicação contar, mande o código de quem convidou. A pessoa vê o dela mandando *indicar*.
no-audio = Ainda não escuto áudio 🙈 Pode escrever?
no-media = Recebi, mas só consigo ler texto. Pode escrever o que precisa?
frozen = { $unit ->
    [reais] Este número parece ter mudado de dono, e o saldo fica guardado até a loja conferir. Fale com a equipe { THE("do", $shop) } { $shop }: { $contact }
   *[points] Este número parece ter mudado de dono, e os pontos ficam guardados até a loja conferir. Fale com a equipe { THE("do", $shop) } { $shop }: { $contact }
}
## De quem é o número, e os dados da própria pessoa

number-ask =
    Oi! Este número já era conhecido { THE("do", $shop) } { $shop } com outra conta do WhatsApp. Antes de continuar, quem está aqui?
    { "*" }1* não sou essa pessoa: o número agora é meu
    { "*" }2* sou eu, troquei de aparelho ou de conta
number-code =
    Certo! Pra proteger { unit-what }, mostre este código no caixa até { $day } às { $time }:

    { "*" }{ $code }*

    A equipe confere e libera tudo na hora.
number-yours = Combinado: este número agora é seu, e nada de quem usava antes aparece aqui.
number-request = { $unit ->
    [reais] Seu número não aparece pra gente. Se quiser falar o celular no caixa e juntar saldo, toque no botão pra compartilhar. Se preferir não, tudo certo.
   *[points] Seu número não aparece pra gente. Se quiser falar o celular no caixa e pontuar, toque no botão pra compartilhar. Se preferir não, tudo certo.
}
number-linked = Número anotado ✅ É só falar ele no caixa. Saldo: *{ $balance-full }*.
moved-ask = O WhatsApp avisou que seu número ou aparelho mudou. Foi você quem trocou?
moved-confirmed = { $unit ->
    [reais] Obrigado! Seu saldo está liberado.
   *[points] Obrigado! Seus pontos estão liberados. Qual prêmio vai ser?
}
returned = { $unit ->
    [reais] Pronto, conferido no caixa ✅ Seu saldo está de volta: *{ $balance-full }*.
   *[points] Pronto, conferido no caixa ✅ Seus pontos estão de volta. Saldo: *{ $balance-full }*.
}
data-kept = O que { THE("o", $shop) } { $shop } guarda sobre você:
data-name = • Nome: { $name }
data-phone = • Celular: { $phone }
data-email = • E-mail: { $email }
data-cnpj = • CNPJ: { $cnpj }
data-own = • Código em nossos sistemas: { $id }
data-you = • Você: { $name }
data-you-as = • Você: { $name } ({ $role })
data-bounced = • E-mails voltam desde: { $day }
data-birthday = • Aniversário: { $day }
data-language = • Idioma: { $language }
data-store = • Loja: { $store }
data-since = • Desde: { $day }
data-balance = • Saldo: { $balance-full }
data-vouchers = • Em vales: { $value }
data-purchases = { $purchases ->
    [0] • Compras: nenhuma
    [one] • Compras: { $purchases }
   *[other] • Compras: { $purchases }
}
data-program = • Aceitou o clube em { $day }
data-offers = • Aceitou ofertas em { $day }
data-no-offers = • Não quer ofertas desde { $day }
data-no-receipts = • Não quer avisos desde { $day }
data-letters = • Aceitou e-mails em { $day }
data-no-letters = • Não quer e-mails desde { $day }
data-source = { "  " }(registrado em: { $source })
data-by-link = { "  " }(pelo link de um e-mail)
data-by-list = { "  " }(veio de outro sistema da loja)
data-rights = Pra corrigir o nome, mande *me chama de* e o nome. Pra apagar tudo, mande *apagar meus dados*. A equipe { THE("do", $shop) } { $shop } também ajuda: { $contact }
erase-ask = Isso apaga seu nome, seu número e esta conversa, e { $balance-full } { $balance-count ->
    [one] se perde
   *[other] se perdem
} (prêmio reservado também). Ficam só os lançamentos sem nome, o registro dos seus consentimentos, que a lei pede, e um código sem nome pra nenhuma lista antiga trazer você de volta. Não dá pra desfazer. Apagar mesmo?
erase-debt = { $unit ->
    [reais] { $debt-full } que faltam da devolução são perdoados.
   *[points] Os { $debt-full } que faltam da devolução são perdoados.
}
erased = Pronto: seus dados foram apagados { THE("do", $shop) } { $shop }. Se um dia quiser voltar, é só mandar uma mensagem.
erase-kept = Certo, nada foi apagado.
erase-staff = Quem é da equipe precisa sair dela antes: peça a quem gerencia (*desligar* e o nome).
erase-company = Esta conta é de uma empresa, com mais gente nela. Pra apagar, fale com a gente: { $contact }.
letters-off = Pronto: nada mais vai pra { $email }. Os avisos continuam por aqui. Pra voltar a receber, mande *quero receber e-mail*.
letters-on = Combinado: os avisos da sua conta vão também pra { $email }. Pra parar, mande *parar e-mail*.
letters-nowhere = Não temos um e-mail seu: nada vai por e-mail, só por aqui.
letters-no-address = Ainda não temos seu e-mail. Informe no caixa ou no site { THE("do", $shop) } { $shop }, ou fale com a gente: { $contact }. Depois é só mandar *quero receber e-mail*.
letters-never = Não mandamos e-mails: os avisos vêm por aqui.

## O que o cliente recebe de uma compra

receipt = { $unit ->
    [reais] Compra de *{ $amount }* registrada ({ $store }) ✅ cashback *{ $points }*
   *[points] Compra de *{ $amount }* registrada ({ $store }) ✅ *+{ $points-full }*
}
receipt-excluded = Valor que conta: { $eligible }
receipt-discount = Desconto: { $discount }
receipt-referral = Presente pela indicação: *+{ $points }*
referral-over = As indicações deste mês chegaram ao limite de quem convidou você, então desta vez não veio presente.
receipt-repaid = { $points-full } { $points-count ->
    [one] cobriu
   *[other] cobriram
} a devolução anterior.
receipt-balance = Saldo: *{ $balance }* · este crédito vale até { $day }
receipt-later = { $days ->
    [1] Você pode usar { $points-full } a partir de amanhã ({ $day }).
   *[other] Você pode usar { $points-full } a partir de { $day }.
}
receipt-rules = 📅 Algumas regras mudam em { $day }. Mande *regras* pra ver.
reward-gone = { $reward } acabou. Veja os outros prêmios.
reward-none = { $number }. { $reward } · { $price-full } · esgotado
receipt-debt = Ainda { $debt-count ->
    [one] falta
   *[other] faltam
} { $debt-full } da devolução.
friend-over = { $most ->
    [one] { $friend } comprou! Neste mês uma indicação sua já contou, que é o limite: esta não soma, mas obrigado por espalhar 💛
   *[other] { $friend } comprou! Neste mês { $most } indicações suas já contaram, que é o limite: esta não soma, mas obrigado por espalhar 💛
}
friend-bought = { $friend } comprou: *+{ $points }* pra você 🎁 Saldo: { $balance-full }.
reversed = Compra de { $amount } estornada: { $points-less-full }.
reversed-part = { $amount } da compra de { $whole } { $amount-count ->
    [one] estornado
   *[other] estornados
}: { $points-less-full }.
reversed-referral = O presente pela indicação saiu junto: { $points-less }.
reversed-balance = Saldo: { $balance-full }.
friend-reversed = A compra de { $friend } foi devolvida: { $points-less }. Saldo: { $balance-full }.

## Vales

vouchers = Seus vales:
vouchers-none = Você não tem vale pra usar agora.
voucher-row = • *{ $value }* · { $code } · até { $day }
voucher-how = Pra usar, mostre o código no caixa. Pra ver de novo, mande *vales*.
voucher-from = – Em compras a partir de { $minimum }.
voucher-each-from = – { $code }: em compras a partir de { $minimum }.
voucher-from-tomorrow = – O de hoje pode ser usado a partir de amanhã.
voucher-stores = – Só em: { $stores }.
voucher-rest-lost = – É de um uso só: o que sobrar se perde.
voucher-comes-back = – Sem uso até o fim, o valor volta pro saldo, uma vez.
voucher-blocked = Seus vales voltam a valer quando as compras cobrirem { $debt-full } da devolução.
voucher-yours = Esse vale é seu:
voucher-show = Pra usar, mostre esta imagem ou o código no caixa.
voucher-others = Esse código só a loja confere. Mostre no caixa.
voucher-missing = { $missing-count ->
    [one] Falta
   *[other] Faltam
} *{ $missing }* pro seu vale.
voucher-paid = Pago com vale: { $used }
voucher-issued = 🎟️ Vale de *{ $value }*: *{ $code }* · até { $day }
voucher-rest = 🎟️ Sobrou um vale de *{ $value }*: *{ $code }* · até { $day }
voucher-dissolved = O vale { $code } foi trocado por saldo de *{ $balance }*.
vouchers-dissolved = Os vales { $codes } e { $last } viraram saldo: *{ $balance }*.
voucher-ended = O vale { $code } deixou de valer.
vouchers-ended = Os vales { $codes } e { $last } deixaram de valer.
voucher-replaced = O vale { $code } foi trocado por { $count ->
    [one] este
   *[other] estes
}:
vouchers-replaced = Os vales { $codes } e { $last } foram trocados por { $count ->
    [one] este
   *[other] estes
}:
voucher-returned = 🎟️ Voltou um vale de *{ $value }*: *{ $code }* · até { $day }
friend-voucher = { $friend } comprou e você ganhou 🎁
sale-voucher = 🎟️ vale de { $value } pra uma próxima compra
voucher-taken = vale { $used } · cobrar *{ $charge }*
voucher-ask = { $count ->
    [one] Vale de *{ $used }* · { $name }
   *[other] { $count } vales, *{ $used }* · { $name }
} · compra de { $amount }: cobrar *{ $charge }*. Confirma?
voucher-ask-rest = { $rest-count ->
    [one] Sobra { $rest }, que continua
   *[other] Sobram { $rest }, que continuam
} valendo como vale.
voucher-ask-yours = Só com o número: quem compra não confirmou, e o uso fica no seu nome.
voucher-ask-lost = { $rest-count ->
    [one] Sobra { $rest }, que se perde
   *[other] Sobram { $rest }, que se perdem
}.
voucher-ask-amount = { $count ->
    [one] Vale de *{ $value }*
   *[other] { $count } vales, *{ $value }*
} · { $name } · Qual o valor da compra?
voucher-used = Já usado: { $value }, em { $day } às { $time }, { $by }, { $store }.
voucher-gone = Esse vale foi cancelado: a compra por trás dele foi devolvida, um ajuste o tirou, ou quem tinha o vale apagou os dados.
voucher-over = Esse vale terminou em { $day }.
not-here = Em { $store } não recebemos vales, saldo nem prêmios.
voucher-reserved = Esse vale está reservado até { $time } para uma compra em { $by }. Se ela não acontecer, ele volta a valer aqui.
voucher-tomorrow = Esse vale é de hoje: pode ser usado a partir de amanhã.
voucher-minimum = Esse vale pede uma compra a partir de { $minimum }.
voucher-nothing = Nada nesta compra pode ser pago com vale.
voucher-nobody = { $name } não tem vale pra usar agora.
voucher-line = Pra pagar com vales, escreva tudo numa linha só: celular, valor da compra e *usa vales*, ou *v*, o código do vale e o valor. Por exemplo: 11 98888-7777 50 usa vales
voucher-proof = Só com o número de { $name } não dá pra usar vales: nada foi usado. Peça o código do vale (*v CÓDIGO valor*), ou que mande *código* pra este número, e escreva aqui o que chegar, o valor e *usa vales*.
voucher-not-joined = { $name } ainda não entrou no clube e não ficaria sabendo: sem o código do vale, só quem gerencia pode usar os vales por aqui. Nada foi usado.
voucher-another = O código *{ $code }* não é de um vale desse número: nada foi lançado. Mande *v*, o código e o valor, sem o número; ou só o número e o valor.
code-alone = O código *{ $code }* já diz quanto paga: mande só *v { $code }* e o valor da compra. Nada foi lançado.
notebook-pays = Uma das linhas paga com vale ou saldo: nada foi lançado. Mande essa sozinha, e as outras sem ela.
back-dissolved = { $count ->
    [one] vale de { $value } cancelado
   *[other] { $count } vales, { $value }, cancelados
}
back-returned = { $count ->
    [one] vale de { $value } devolvido
   *[other] { $count } vales, { $value }, devolvidos
}

## Equipe: vendas

sale-done = { $unit ->
    [reais] ✅ { $name } · { $amount } · cashback *{ $points }* · saldo { $balance }
   *[points] ✅ { $name } · { $amount } · *+{ $points }* · saldo { $balance }
}
sale-done-part = { $unit ->
    [reais] ✅ { $name } · { $amount } (só { $eligible } { $eligible-count ->
        [one] conta
       *[other] contam
    }) · cashback *{ $points }* · saldo { $balance }
   *[points] ✅ { $name } · { $amount } (só { $eligible } { $eligible-count ->
        [one] conta
       *[other] contam
    }) · *+{ $points }* · saldo { $balance }
}
sale-referral = 🎁 primeira compra por indicação: +{ $points }
sale-never-wrote = Essa pessoa ainda não escreveu pra loja: nada foi enviado. Mostre o QR do cartaz pra ela ver { unit-what }.
sale-waits = O aviso fica guardado até a próxima mensagem dela.
sale-template = A conversa dela estava fechada: o aviso foi como modelo do WhatsApp.
sale-undelivered = ⚠️ O WhatsApp diz que nada chega a este número. Confira se está certo; o saldo fica guardado.
sale-silent = Essa pessoa pediu pra não receber avisos.
sale-undo-hint = errou? responda *desfaz*
sale-again = Igual à de { $time }. É outra compra?
sale-confirm =
    Confere a venda?
    { $name } · { $phone }
    { "*" }{ $amount }*
sale-confirm-many = Confere a lista?
sale-row = • { $name } · { $phone } · *{ $amount }*
sale-excluded = Não conta: { $excluded } · conta: { $eligible }
sale-product = { $count } × { $each } = *{ $total }*
sale-sum = { $first } + { $second } = *{ $total }*
sale-discount = Desconto { $discount } · cobrar *{ $charge }*
sale-row-new = • cliente novo { $phone } · *{ $amount }*
sale-confirm-cpf = Esse número também pode ser um CPF. É mesmo o celular?
sale-new =
    Cliente novo: *{ $phone }*, venda de *{ $amount }*.
    O número está certo?
sale-dropped = Certo, nada foi lançado.
sale-replaced = A venda anterior, sem resposta, foi deixada de lado.
question-replaced = A pergunta anterior, sem resposta, foi deixada de lado.
asked-again = Não entendi essa resposta. A pergunta continua:
ask-stands = E a pergunta continua:
send-whole = Se era pra corrigir, mande o pedido inteiro de novo, já com o certo.
sale-many = São vendas demais numa mensagem só. Mande até { $most } por vez.
ask-phone = *{ $amount }*, anotado. Qual o celular do cliente, com DDD?
ask-phone-of = *{ $amount }* ({ $name }), anotado. Qual o celular, com DDD?
ending-only = Só com o final *{ $ending }* não dá pra saber de quem é. *{ $amount }* continua anotado: qual o celular inteiro, com DDD?
ask-amount = *{ $name }*: qual o valor da compra?
amount-talk = Não lancei nada. Se for uma compra de *{ $name }*, mande só o valor.
one-at-a-time = Uma venda de cada vez: responda esta, e depois mande a outra com o celular.
bad-phone = O número parece incompleto. Manda de novo com DDD? Ex.: 11 98765-4321
given-cpf = Isso parece um CPF, e aqui a gente usa o celular do cliente. Qual é o número?
two-phones = Li dois celulares: { $first } e { $second }. Manda de novo só com o do cliente?
two-amounts = Li dois valores: { $first } e { $second }. Manda de novo só com o da compra?
bad-amount = Não consegui ler o valor. Manda assim: 11 98765-4321 89,90
excluded-unknown = A venda toda de { $amount } conta: neste programa nada fica de fora.
excluded-too-much = A parte de fora, { $excluded }, é maior que a venda de { $amount }: nada foi lançado. Manda de novo?
discount-too-much = O desconto de { $discount } não deixa nada a pagar na venda de { $amount }: nada foi lançado. Manda de novo?
excluded-unclear = Não consegui ler a parte que fica de fora: nada foi lançado. Manda assim: 11 98765-4321 180 fora 60
percent-unread = Não calculo porcentagem: se for desconto, mande *não* e o preço já com ele, ou o desconto em reais (*100 desc 10*).
discount-alone = Falta o preço do desconto de { $discount }: nada foi lançado. Manda os dois juntos, assim: 11 98765-4321 100 desc 10
amount-zero = Valor zero: nada foi lançado. Qual o valor da compra?
amount-negative = Valor negativo não vira venda. Pra tirar a última, mande *desfaz*.
amount-too-high = *{ $amount }* passa do limite de { $limit } por mensagem: nada foi lançado. Confere o valor?
own-number = Esse é o seu próprio número: quem atende não lança pra si. Peça a um colega.
own-family = { $name } é da sua família: vendas, estornos e resgates dessa pessoa ficam com um colega.
manager-unknown =
    Não entendi. O que dá pra mandar:
    { "*" }Venda*: 11 98765-4321 89,90
    { "*" }Vendas de hoje*: resumo
    { "*" }Quem trabalha aqui*: equipe
    { "*" }Avisar clientes*: avisar todos Amanhã abrimos às 10h
    { "*" }Quanto o WhatsApp cobra*: custos
    O resto: ajuda
staff-hello = Oi{ $name }! Pra lançar uma venda: 11 98765-4321 89,90. O resto: *ajuda*
leave-theirs = Isso a própria pessoa faz, escrevendo pra cá: *SAIR* e não recebe mais ofertas; *apagar meus dados* e sai do clube de vez.
staff-unknown = Não entendi. Pra lançar uma venda: 11 98765-4321 89,90
staff-help =
    { "*" }Venda*: 11 98765-4321 89,90
    { "*" }Código de prêmio*: v 7KD2
    { "*" }Desfazer* (10 min): desfaz
    { "*" }Devolução*: responda a venda com estorno ou estorno 30,00; sem ela, estorno 11 98765-4321
    { "*" }Troca*: troca 11 98765-4321 120 por 90
    { "*" }Consultar*: ? 11 98765-4321
    { "*" }Hoje*: resumo
staff-help-manager =
    { "*" }Avisar clientes*: avisar todos TEXTO
    { "*" }Equipe*: equipe · convidar operador { $area } 9XXXX-XXXX NOME · desligar NOME
    { "*" }Quanto o WhatsApp cobra*: custos
no-longer-staff = Este número não está mais na equipe { THE("do", $shop) } { $shop }, então nada foi lançado. Se for engano, fale com quem gerencia a loja.
not-staff = Vendas { THE("do", $shop) } { $shop } só a equipe lança. Se você é cliente, mande *saldo* ou *quero participar*.
lookup = { $name } · final { $phone } · saldo *{ $balance }*
lookup-vouchers = 🎟️ { $count ->
    [one] { $count } vale
   *[other] { $count } vales
}: { $value }
enrol-phone = Qual o celular, com DDD?
enrol-ask =
    Cadastrar *{ $name }* com o número *{ $phone }*?
    Confira o número antes.
enrol-ask-nameless =
    Cadastrar o número *{ $phone }*?
    Confira antes.
enrol-known = Esse número já tem cadastro: { $name }, final { $phone }, saldo { $balance }
enrol-dropped = Certo, ninguém foi cadastrado.
enrolled = ✅ { $name } está no cadastro. Nada é enviado: a pessoa entra no clube quando mandar a primeira mensagem, pelo QR do balcão por exemplo.
lookup-how = Cliente eu acho pelo celular, não pelo nome. Mande assim: ? { $area } 9XXXX-XXXX
who-nobody = Não há ninguém chamado *{ $name }* na equipe. Cliente eu acho pelo celular: ? { $area } 9XXXX-XXXX
lookup-nobody = Ninguém cadastrado com { $phone }. Mande o valor pra lançar a primeira compra. Se a pessoa só tem nome de usuário no WhatsApp, peça pra ela mandar o celular no chat da loja e tocar no botão.
sale-contested = ⚠️ O número { $phone } apareceu com outra conta do WhatsApp e ainda não se sabe de quem é. A compra entra na ficha nova, sem o saldo antigo; se for a mesma pessoa, tudo se junta depois.
frozen-staff = Essa ficha está guardada até se confirmar de quem é o número: nada foi lançado. Peça o código que a pessoa recebeu no chat, ou quem gerencia manda *liberar* e o número.
forgotten-staff = Os dados dessa pessoa foram apagados, a pedido: nada foi lançado.
return-ask = Liberar a ficha de *{ $name }* (final { $phone }) pra quem está aqui? Confira o nome com a pessoa.
return-done = ✅ Ficha liberada: { $name }
return-kept = Certo, a ficha continua guardada.
return-over = Esse código não vale mais. A pessoa pode pedir outro no chat.
not-frozen = A ficha de { $phone } não está guardada: não há nada pra liberar.
erase-ask-staff = Isso apaga o nome, o número e as conversas de *{ $name }*, e { $balance-full } { $balance-count ->
    [one] se perde
   *[other] se perdem
}. Não dá pra desfazer. Apagar mesmo?
erased-staff = ✅ Dados apagados. Ficaram só os lançamentos sem nome.
erase-nobody = Não achei esse cliente: nada foi apagado.
erase-whole = É uma empresa: os contatos dela se apagam junto ({ $people }).
erase-how = Pra apagar os dados de um cliente, diga de quem: *apagar dados de 11 98765-4321*, ou o e-mail, *do CNPJ* e o número, ou *do cliente #123* com o código do seu sistema.
expired = Esse pedido expirou. Quer começar de novo?

## Equipe: balcão

undone = ↩ Venda desfeita: { $name } · { $amount } · { $points-less } · saldo { $balance }
undo-ask = Desfazer a de *{ $amount }* ({ $name }, { $time })?
correct-plain = Numa linha só dá pra corrigir o valor de uma venda simples. Mande *desfaz* e lance de novo.
correct-ask = Corrigir a de *{ $amount }* ({ $name }, { $time }) pra *{ $new }*?
move-whose = A de *{ $amount }* agora está com { $name }: de quem é? Mande o número: era do { $area } 9XXXX-XXXX
move-ask = Passar a de *{ $amount }* ({ $name }, { $time }) pra *{ $buyer }* · { $phone }?
move-ask-new = Passar a de *{ $amount }* ({ $name }, { $time }) pra cliente novo, *{ $phone }*? Confira o número.
ending-booked = Só com o final *{ $ending }* não dá pra saber de quem é. Se a de *{ $amount }* ({ $name }) era de outro celular, mande *era* e o número inteiro, com DDD.
undo-plain = Só pra não errar: pra desfazer, responda *sim*; pra deixar a venda como está, *não*.
undo-which = Você tem mais de uma venda recente:
undo-row = • { $time } · { $name } · { $amount }
undo-which-of = Você fez mais de uma coisa há pouco:
handed-row = • { $time } · { $name } · { $reward } entregue
handed-ask = Desfazer a entrega de *{ $reward }* ({ $name }, { $time })?
handed-kept = Certo, a entrega fica.
handed-back = ↩ Entrega desfeita: { $reward } · { $name } · +{ $points } · saldo { $balance }
handed-already = Essa entrega já foi desfeita.
handed-late = Essa entrega só a gerência desfaz agora, respondendo a mensagem dela com *estorno*.
handed-unknown = Dessa entrega não ficou guardado o que ela usou: pra devolver, mande *ajuste*, o celular e o valor.
undo-nothing = Não há venda sua nos últimos minutos pra desfazer. Pra devolução, responda a venda com *estorno*.
undo-already = Essa venda já foi desfeita.
undo-late = Essa não dá mais pra desfazer. Se for devolução, responda a venda com *estorno*.
undo-kept = Certo, a venda fica.
refunded = ↩ Estorno: { $name } · { $amount } · { $points-less } · saldo { $balance }
refund-which = Responda a mensagem da venda com *estorno* (ou *estorno 30,00*), ou mande *estorno* e o celular de quem comprou.
refund-too-much = Dessa venda só restam { $left }: nada foi estornado.
refund-manager = Estorno acima de { $limit } é com quem gerencia a loja.
refund-none = { $name } não tem compra que possa ser estornada.
refund-nobody = Ninguém cadastrado com { $phone }: não há compra pra estornar.
refund-list = Últimas compras de { $name }:
refund-row = *{ $number }* · { $day } { $time } · { $store } · { $amount }
refund-row-part = *{ $number }* · { $day } { $time } · { $store } · { $amount } (restam { $left })
refund-pick = Qual delas? Mande o número.
refund-ask = Estornar *{ $amount }* de { $name } ({ $day } { $time }, { $store })?
refund-ask-part = Pra uma parte só, mande o valor.
refund-kept = Certo, nada foi estornado.
exchange-kept = Certo, nada foi trocado.
exchange-how = Pra trocar: celular, o valor que volta *por* o valor novo, como *troca 11 98765-4321 120 por 90*. Ou responda a venda com *troca por 90*.
exchange-none = { $name } não tem compra de { $amount } entre as últimas:
exchange-parts = Essa compra tem desconto ou uma parte que não conta: estorne e lance de novo.
exchange-ask = Troca de { $name }: volta { $back } ({ $day }, { $store }), sai { $amount }.
exchange-charge = Cobrar *{ $difference }*. Confirma?
exchange-return = Devolver *{ $difference }*. Confirma?
exchange-even = Nada a cobrar nem a devolver. Confirma?
exchange-done = { $unit ->
    [reais] 🔁 Troca: { $name } · { $back } por { $amount } · cashback { $taken-less } +{ $points } · saldo { $balance }
   *[points] 🔁 Troca: { $name } · { $back } por { $amount } · { $taken-less } +{ $points } · saldo { $balance }
}
exchange-undo-hint = *desfaz* tira só a compra nova; a antiga não volta
exchange-undone = A compra que foi trocada não volta: se ela vale, lance de novo.
exchanged = { $unit ->
    [reais] Troca registrada ({ $store }) ✅ { $back } por *{ $amount }* · cashback { $taken-less } e *+{ $points }*
   *[points] Troca registrada ({ $store }) ✅ { $back } por *{ $amount }* · { $taken-less } e *+{ $points-full }*
}
code-ask = *{ $reward }* · { $name } · Entregue?
reward-not-here = Em { $store } não entregamos prêmios.
code-done = ✅ { $reward } entregue · { $name }
hand-over-how = Pra entregar um prêmio, mande o código que o cliente recebeu: v 7KD2
code-used = Já usado: { $reward }, em { $day } às { $time }, { $by }, { $store }.
code-over = { $unit ->
    [reais] A reserva de { $reward } não vale mais; o valor voltou pro cliente.
   *[points] A reserva de { $reward } não vale mais; os pontos voltaram pro cliente.
}
code-unknown = Não achei o código *{ $code }*. Confere com o cliente?
code-tries = Muitos códigos errados em pouco tempo. Espere 10 minutos ou chame quem gerencia.
codes-rest = Códigos errados demais na loja hoje: até amanhã, só quem gerencia usa códigos.
codes-rest-news = ⚠️ Já são *{ $tries }* códigos errados na loja hoje. Quem digitou:
codes-rest-row = • { $name }: { $tries }
codes-rest-how = Pode ser alguém procurando vales por tentativa. Até amanhã, só quem gerencia usa códigos.
code-kept = Certo, o código continua valendo.
day-store = { "*" }{ $store }*
day = { $sales ->
    [0] { $when }: nenhuma venda · *{ $total }*
    [one] { $when }: { $sales } venda · *{ $total }*
   *[other] { $when }: { $sales } vendas · *{ $total }*
}
day-back = { $sales ->
    [one] Estorno em { $sales } venda anterior: { $total } devolvidos dela
   *[other] Estornos em { $sales } vendas anteriores: { $total } devolvidos delas
}
day-points =
    { unit-given }: { $given }
    { $unit ->
        [reais] Usado
       *[points] Usados
    }: { $used }
day-reversed = Estorno de vendas anteriores: { $points }
day-undone = Fora da conta: { $points } dados e depois estornados
day-unknown = Não conheço esse dia. Mande por exemplo *resumo ontem*, *resumo 21/11* ou *resumo da semana*.
day-only = Isso o resumo não diz. Ele tem as vendas, o total e os pontos, por pessoa da equipe: mande *resumo*, *resumo ontem*, *resumo da semana*, *resumo da semana passada*, *resumo do mês* ou *resumo 21/11*.
day-referral = Por indicação: { $points }
day-share = { $sales ->
    [one] { $name }: { $sales } venda · { $total }
   *[other] { $name }: { $sales } vendas · { $total }
}

## Gestão

only-managers = Só quem gerencia a loja faz isso.
announce-preview =
    Prévia do envio 👇

    { $text }
announce-ask = { $people ->
    [one] Pra quem: *{ $people }* pessoa · fora do envio: { $left_out }
   *[other] Pra quem: *{ $people }* pessoas · fora do envio: { $left_out }
} · *{ $price }* estimado
announce-nobody = Ninguém pode receber agora: nada foi enviado.
announce-ways = Pela conversa aberta: { $chat } · por modelo do WhatsApp: { $template }
announce-left = Fora: { $refused } sem pedir ofertas · { $unreached } sem conversa nas últimas 24 h
announce-empty = Escreva o texto junto: *avisar todos* Sábado tem banho em dobro.
announce-whole = Um aviso vai pra todo mundo que aceitou ofertas: não dá pra escolher só uma parte. Pra mandar a todos: *avisar todos* e o texto.
announce-long = O texto passa de { $most } letras: nada foi enviado. Dá pra encurtar?
announce-sent = { $people ->
    [one] Enviando pra { $people } pessoa ✅
   *[other] Enviando pra { $people } pessoas ✅
}
announce-gone = Nenhum aviso espera resposta, e o que já saiu não volta: pra corrigir, mande outro.
announce-dropped = Certo, nada foi enviado.
announce-waits = { $people ->
    [one] Guardado pra { $people } pessoa. Sai com *liberar avisos*.
   *[other] Guardado pra { $people } pessoas. Sai com *liberar avisos*.
}
announce-rests = ⚠️ Avisos novos ainda ficam parados. Pra soltar: *liberar avisos*.
resting-none = Nenhum aviso está parado.
resting-over = Nenhum aviso estava parado. Os próximos saem normalmente ✅
resting-preview = { $count ->
    [one] Tem { $count } aviso parado 👇
   *[other] Tem { $count } avisos parados 👇
}
resting-one = { $people ->
    [one] • { $day } · { $people } mensagem · { $text }
   *[other] • { $day } · { $people } mensagens · { $text }
}
resting-more = { $count ->
    [one] e mais { $count } aviso
   *[other] e mais { $count } avisos
}
resting-refused = { $people ->
    [one] Fora: { $people } pessoa não quer mais ofertas
   *[other] Fora: { $people } pessoas não querem mais ofertas
}
resting-unreached = { $people ->
    [one] Continua parado: { $people } pessoa sem conversa nas últimas 24 h e sem modelo aprovado
   *[other] Continuam parados: { $people } pessoas sem conversa nas últimas 24 h e sem modelo aprovado
}
resting-doubtful = { $people ->
    [one] { $people } pessoa talvez já tenha recebido, antes de o sistema ser restaurado: essa não sai por aqui. Quem cuida do sistema decide.
   *[other] { $people } pessoas talvez já tenham recebido, antes de o sistema ser restaurado: essas não saem por aqui. Quem cuida do sistema decide.
}
resting-nobody = Dos avisos parados, ninguém pode receber agora. Nada foi enviado; pra desistir deles: *descartar avisos*.
resting-kept = Certo, continuam parados.
resting-dropped = { $messages ->
    [one] Descartado: { $messages } mensagem não sai mais.
   *[other] Descartado: { $messages } mensagens não saem mais.
}
announcement = *{ $shop }*: { $text }
team = { $people ->
    [one] *Equipe*: { $people } pessoa
   *[other] *Equipe*: { $people } pessoas
}
team-since = { $name } · { $role } · desde { $day }
team-one = { $name } · { $role }
team-more = … e mais { $people }
team-tills = *Caixas e sites*: { $tills }
team-till = { $name } · { $store }
team-how = Entra alguém: convidar operador { $area } 9XXXX-XXXX NOME. Sai alguém: desligar NOME. Família de alguém: família NOME { $area } 9XXXX-XXXX
hire-ask = Incluir *{ $name }* na equipe como { $role }, com o número { $phone }? Quem tem esse número vai poder lançar vendas.
hire-dropped = Certo, ninguém entrou na equipe.
hire-owner = Gerente só o dono ou a dona da loja inclui.
team-kept = Certo, a equipe fica como está.
hired =
    { "*" }{ $name }* já pode lançar vendas por este número. Encaminhe o link pra começar a conversa:
    { $link }
hire-how = Manda assim: convidar operador { $area } 9XXXX-XXXX NOME
role-how = Pra mudar a função de alguém, a pessoa sai e entra de novo: *desligar NOME* e depois *convidar gerente { $area } 9XXXX-XXXX NOME* (ou *convidar operador*).
dismiss-at-once = Por mensagem não dá pra marcar uma data: o acesso acaba na hora e só volta quando você incluir a pessoa de novo (*convidar operador { $area } 9XXXX-XXXX NOME*).
members = { $people ->
    [one] *1* pessoa no clube
   *[other] *{ $people }* pessoas no clube
} · { $offers } com ofertas
hired-already = { $name } já está na equipe.
dismiss-ask = Desligar *{ $name }* ({ $role }) da equipe? As próximas mensagens dessa pessoa não vão lançar nada.
dismiss-kept = Certo, *{ $name }* continua na equipe.
dismissed = *{ $name }* não está mais na equipe. As próximas mensagens dessa pessoa não lançam nada.
till-dismiss-ask = Desligar *{ $name }*? As chaves desse canal deixam de valer na hora, e ele não lança mais nada. Os pedidos que já lançou continuam conhecidos: nenhum conta de novo. Pra reabrir, quem cuida do sistema roda: fregues key create --merchant { $merchant } --channel "{ $name }" --scopes …
till-kept = Certo, *{ $name }* continua lançando.
till-dismissed = *{ $name }* está fora: as chaves desse canal não abrem mais nada.
dismiss-nobody = Não achei essa pessoa na equipe. Manda assim: desligar NOME
family-marked = Anotado: { $relative } é da família de { $name }. Vendas, estornos e resgates dessa pessoa ficam com um colega.
family-unmarked = Pronto: { $relative } não está mais na família de { $name }.
family = Família de quem atende:
family-row = { $name }: { $relative }
family-nobody = Ninguém está marcado como família de quem atende.
family-stranger = Não achei { $name } na equipe: nada foi anotado.
family-how = Pra marcar: família NOME { $area } 9XXXX-XXXX. Pra tirar: família NOME remover { $area } 9XXXX-XXXX
claimed = Pronto: você gerencia { THE("o", $shop) } *{ $shop }* por aqui.
claim-other = Esse código não é de indicação nem o de quem gerencia { THE("o", $shop) } *{ $shop }*: esse vale uma vez só. Quem instalou pode fazer outro.
claim-unknown = Esse código não é o { THE("do", $shop) } *{ $shop }*. Confira letra por letra: nele não há 0, O, I, L nem U. Quem instalou vê o código com *fregues merchant list*, e faz outro com *fregues merchant claim { $merchant }*.
not-yet = Isso ainda não dá pra fazer por mensagem.
approve-nothing = Não há nada esperando liberação.

## O regulamento, uma linha por regra

terms-rate = • Cada { $amount } em compras vale *{ $points }*.
terms-percent = • *{ $percent }* de cada compra voltam pra você como crédito.
terms-visit = • Cada compra vale *{ $points-full }*, seja qual for o valor.
terms-rounding = { $unit ->
    [reais] • A conta é feita uma vez por compra, sobre o total, sem contar fração de centavo.
   *[points] • A conta é feita uma vez por compra, sobre o total, sem contar fração de ponto.
}
terms-net = • Conta o que você pagou: a parte paga com saldo, prêmio ou vale não gera crédito.
terms-net-of-discount = • Conta o valor da compra já com o desconto da loja.
terms-excluded = • Ficam de fora: { $what }. Não geram crédito e não são pagos com ele.
terms-minimum = • Vale pra compras a partir de { $amount }.
terms-minimum-part = • Só rende a compra em que a parte que conta chega a { $amount }.
terms-most = • Uma compra rende no máximo { $points-full }.
terms-most-day = • Por dia, cada pessoa junta no máximo { $points-full }.
terms-most-month = • Por mês, cada pessoa junta no máximo { $points-full }.
terms-usable = { $days ->
    [one] • O crédito pode ser usado a partir do dia seguinte.
   *[other] • O crédito pode ser usado { $days } dias depois da compra.
}
terms-days = { $days ->
    [one] • Cada crédito vale por { $days } dia, contado um a um.
   *[other] • Cada crédito vale por { $days } dias, contado um a um.
}
terms-months = { $months ->
    [one] • Cada crédito vale por { $months } mês, contado um a um.
   *[other] • Cada crédito vale por { $months } meses, contado um a um.
}
terms-sliding = { $days ->
    [one] • O saldo vale por { $days } dia desde a última compra.
   *[other] • O saldo vale por { $days } dias desde a última compra.
}
terms-yearly = • Os créditos valem até { $day } de cada ano.
terms-never = • Os créditos não vencem.
terms-month-end = • O prazo vai sempre até o fim do mês.
terms-notice = • Antes de vencer, você recebe um aviso com { $days ->
    [one] { $days } dia
   *[other] { $days } dias
}. Se ele não chegar, o prazo aumenta { $more ->
    [one] { $more } dia
   *[other] { $more } dias
}, uma vez.
terms-tiers-earned = { $months ->
    [one] • Níveis, pelo que você junta em compras no mês:
   *[other] • Níveis, pelo que você junta em compras em { $months } meses:
}
terms-tiers-earned-ever = • Níveis, por tudo o que você já juntou em compras:
terms-tiers-spent = { $months ->
    [one] • Níveis, pelo valor das compras no mês:
   *[other] • Níveis, pelo valor das compras em { $months } meses:
}
terms-tiers-spent-ever = • Níveis, pelo valor de todas as suas compras:
terms-tiers-visits = { $months ->
    [one] • Níveis, pelo número de compras no mês:
   *[other] • Níveis, pelo número de compras em { $months } meses:
}
terms-tiers-visits-ever = • Níveis, pelo número de todas as suas compras:
terms-tier = – *{ $tier }*: a partir de { $from }
terms-tier-factor = – *{ $tier }*: cada compra rende { $factor } vezes
terms-keep-month = – Quem fica abaixo continua no nível até o fim do mês.
terms-keep-year = – Quem fica abaixo continua no nível até o fim do ano.
terms-keep-always = – Nível alcançado não se perde.
terms-campaign = • *{ $name }*, de { $from } a { $to }: cada compra rende { $factor } vezes.
terms-campaign-extra = • *{ $name }*, de { $from } a { $to }: mais { $points-full } por compra.
terms-campaign-both = • *{ $name }*, de { $from } a { $to }: cada compra rende { $factor } vezes, e mais { $points-full }.
terms-campaign-days = – *{ $name }* só nestes dias: { $days }.
terms-campaign-hours = – *{ $name }* só das { $from }h às { $to }h.
terms-campaign-new = – *{ $name }* só pra quem entrou há no máximo { $days ->
    [one] { $days } dia
   *[other] { $days } dias
}.
terms-campaign-birthday = – *{ $name }* só no mês do seu aniversário, pra quem contou a data pelo menos 30 dias antes (*aniversário 12/05*).
terms-campaign-away = – *{ $name }* só pra quem está há { $days ->
    [one] { $days } dia
   *[other] { $days } dias
} ou mais sem comprar.
terms-campaign-tiers = – *{ $name }* só pra quem está no nível: { $tiers }.
terms-campaign-stores = – *{ $name }* só nestas lojas: { $stores }.
terms-campaign-best = • Havendo mais de uma campanha, conta a que der mais.
terms-campaign-times = • O multiplicador do nível e o da campanha valem juntos: um vezes o outro.
terms-welcome = • Ao entrar: { $points-full }.
terms-birthday = • No aniversário: { $points-full }, pra quem contou a data pelo menos 30 dias antes (*aniversário 12/05*).
terms-pay = { $points-count ->
    [one] • { $points-full } paga { $amount } de uma compra.
   *[other] • { $points-full } pagam { $amount } de uma compra.
}
terms-pay-reais = • O saldo paga as próximas compras, real por real.
terms-pay-step = • Usa-se em múltiplos de { $points-full }.
terms-pay-minimum = • Usa-se de uma vez pelo menos { $points-full }.
terms-pay-share = • O saldo paga no máximo { $share }% de uma compra.
terms-pay-yes = { $minutes ->
    [one] • No caixa, nada é usado sem o seu sim na conversa, em até { $minutes } minuto, ou o seu código. Sem isso, só a gerência libera: fica registrado e você é avisado.
   *[other] • No caixa, nada é usado sem o seu sim na conversa, em até { $minutes } minutos, ou o seu código. Sem isso, só a gerência libera: fica registrado e você é avisado.
}
terms-pay-nobody = • No caixa, basta dizer o seu número pra usar o saldo: ninguém pede a sua confirmação.
terms-voucher-credit = • Cada crédito vira um vale. O que for menor que { $minimum } espera juntar.
terms-voucher-balance = • Quando o saldo chega a { $minimum }, ele vira um vale, inteiro.
terms-voucher-multiples = • Quando o saldo chega a { $minimum }, sai um vale de tantas vezes { $minimum } quantas couberem nele; o resto continua no saldo.
terms-voucher-days = { $days ->
    [one] • O vale pode ser usado por { $days } dia.
   *[other] • O vale pode ser usado por { $days } dias.
}
terms-voucher-next-day = • O vale pode ser usado a partir do dia seguinte.
terms-voucher-purchase = • O vale entra em compras a partir de { $amount }.
terms-voucher-share = • O vale entra em compras a partir de { $times }× o valor dele.
terms-voucher-rest = • O que sobra de um vale continua sendo seu: vira outro, com o mesmo prazo.
terms-voucher-rest-lost = • O que sobra de um vale usado se perde.
terms-voucher-returns = • Vale que vence sem uso volta pro saldo, uma vez.
terms-voucher-lapses = • Vale que vence sem uso se perde.
terms-voucher-yes = • No caixa, o vale só é usado com o código dele, ou com o que você pede mandando *código*. Sem isso, só a gerência libera: fica registrado e você é avisado.
terms-voucher-nobody = • No caixa, basta dizer o seu número pra usar os seus vales: ninguém pede a sua confirmação.
terms-voucher-notice = • Antes de um vale vencer, você recebe um aviso com { $days ->
    [one] { $days } dia
   *[other] { $days } dias
}. Se ele não chegar, o prazo aumenta { $more ->
    [one] { $more } dia
   *[other] { $more } dias
}, uma vez.
terms-reward = • *{ $reward }*: { $price-full }
terms-reward-stock = { $stock ->
    [one] • *{ $reward }*: { $price-full } · há { $stock }
   *[other] • *{ $reward }*: { $price-full } · há { $stock }
}
terms-rewards = { $hours ->
    [one] • Prêmio pedido fica reservado por { $hours } hora e é entregue na loja com o código. Depois disso, tudo volta pro saldo.
   *[other] • Prêmio pedido fica reservado por { $hours } horas e é entregue na loja com o código. Depois disso, tudo volta pro saldo.
}
terms-referrer = • Indicação: você ganha { $points-full } na primeira compra de quem você convidou, a partir de { $minimum }.
terms-friend = • Quem entra por convite ganha { $points-full } na primeira compra, a partir de { $minimum }.
terms-referral-wait = { $days ->
    [one] • O crédito da indicação entra { $days } dia depois dessa compra.
   *[other] • O crédito da indicação entra { $days } dias depois dessa compra.
}
terms-referral-most = { $most ->
    [one] • Conta { $most } indicação por mês.
   *[other] • Contam até { $most } indicações por mês.
}
terms-ranking-earned = { $months ->
    [1] • Ranking do mês, pelo que cada um junta em compras e indicações.
   *[other] • Ranking do ano, pelo que cada um junta em compras e indicações.
}
terms-ranking-spent = { $months ->
    [1] • Ranking do mês, pelo valor das compras.
   *[other] • Ranking do ano, pelo valor das compras.
}
terms-ranking-visits = { $months ->
    [1] • Ranking do mês, pelo número de compras.
   *[other] • Ranking do ano, pelo número de compras.
}
terms-ranking-names = – No ranking, os outros veem o seu primeiro nome.
terms-ranking-letters = – No ranking, os outros veem só a inicial do seu nome.
terms-ranking = – O ranking é só pra ver: nenhum prêmio depende dele.
terms-store-gives = • *{ $store }* dá crédito, mas não aceita saldo, vales nem prêmios.
terms-store-takes = • *{ $store }*: dá pra usar lá o que você tem, mas compras lá não rendem.
terms-store-out = • *{ $store }* não participa.
terms-refund = { $days ->
    [one] • Compra devolvida: o crédito dela sai, pela regra do dia da compra, e o que você usou nela volta com o mesmo prazo; se ele já passou, vale mais { $days } dia.
   *[other] • Compra devolvida: o crédito dela sai, pela regra do dia da compra, e o que você usou nela volta com o mesmo prazo; se ele já passou, vale mais { $days } dias.
}
terms-debt = { $days ->
    [one] • Se o crédito de uma compra devolvida já foi usado, as próximas compras cobrem a falta; sem nada que a cubra em { $days } dia, ela é perdoada.
   *[other] • Se o crédito de uma compra devolvida já foi usado, as próximas compras cobrem a falta; sem nada que a cubra em { $days } dias, ela é perdoada.
}
terms-owing = • Enquanto houver o que cobrir, não dá pra usar saldo, prêmio nem vale.
terms-no-medicines = • Ficam de fora: { $what }. Não geram crédito e não são pagos com ele (RDC Anvisa 96/2008).
terms-medicines = • Medicamentos participam por decisão registrada da loja.
terms-prizes = • Prêmios ({ $prizes }): autorização nº { $certificate }.
terms-change = { $days ->
    [0] • O saldo, os prazos e os vales que você já tem não mudam. As outras regras (quanto se junta, o que o saldo compra) podem mudar a qualquer momento.
    [one] • O saldo, os prazos e os vales que você já tem não mudam. As outras regras (quanto se junta, o que o saldo compra) só pioram com aviso { $days } dia antes.
   *[other] • O saldo, os prazos e os vales que você já tem não mudam. As outras regras (quanto se junta, o que o saldo compra) só pioram com aviso { $days } dias antes.
}
weekday-1 = segunda
weekday-2 = terça
weekday-3 = quarta
weekday-4 = quinta
weekday-5 = sexta
weekday-6 = sábado
weekday-7 = domingo

## Textos prontos de links e rodapés

join-text = Quero participar { THE("do", $shop) } { $shop }
join-text-code = Quero participar { THE("do", $shop) } { $shop }. Código { $code }
staff-text = ajuda
voucher-text = v { $code }
opt-out-footer = Pra não receber mais, responda SAIR

## O cartaz do balcão

poster-promise = A cada { $amount } em compras, { $points-full }. Com { $price }: { $reward }.
poster-points = A cada { $amount } em compras, { $points-full }.
poster-headline = Entre no clube e junte pontos
poster-point = Aponte a câmera do celular
poster-send = Mande a mensagem no WhatsApp
poster-say = Fale seu celular no caixa
poster-number = WhatsApp { $number }
poster-percent = { $percent } de cada compra voltam pra você.

## Botões e menu (até 20 letras; títulos do menu até 24, descrições até 72)

# O que o WhatsApp cobra
cost = { "*" }{ $month } até agora: { $total }* (estimado)
cost-service = Respostas e recibos no chat: { $sent } · { $free } grátis · { $price }
cost-utility = Recibos com a conversa fechada: { $sent } · { $price }
cost-marketing = Avisos: { $sent } · { $price }
cost-authentication = Códigos de acesso: { $sent } · { $price }
cost-free = Respostas grátis que ainda restam no mês: { $left }
cost-unpriced = { $count ->
    [one] { $count } mensagem foi para um país fora da tabela e não está na conta.
   *[other] { $count } mensagens foram para países fora da tabela e não estão na conta.
}
cost-under-way = { $count ->
    [one] { $count } mensagem ainda sem confirmação de entrega.
   *[other] { $count } mensagens ainda sem confirmação de entrega.
}
cost-before = { $month } ficou em { $total }.
cost-none = { $month }: nenhuma mensagem cobrada até agora.
cost-how = Tabela da Meta de { $day }, dólar a { $rate }. A fatura da Meta é que vale.

# Notícias do número, para a dona ou o dono
stopped-token = ⚠️ O WhatsApp não aceita mais o acesso do sistema (código { $code }). Nada está saindo; tudo fica guardado e sai depois. Gere um token novo no painel da Meta e rode: fregues doctor
stopped-payment = ⚠️ O WhatsApp parou as mensagens por causa do pagamento (código { $code }). Confira o cartão da conta no Gerenciador do WhatsApp. O que está na fila sai assim que liberar.
stopped-restricted = ⚠️ O WhatsApp restringiu a conta do número (código { $code }). Veja o motivo em “Qualidade da conta”, no painel da Meta. O que está na fila fica guardado.
stopped-unregistered = ⚠️ O número não está mais registrado na API do WhatsApp (código { $code }). Rode: fregues setup. O que está na fila fica guardado.
stopped-other = ⚠️ O WhatsApp recusou o envio por este número (código { $code }). Nada se perde: a fila espera. Para ver o que falta: fregues doctor
sending-resumed = ✅ O número voltou a enviar.
sending-stood = { $hours ->
    [0] Ficou { $minutes } min parado, desde { $day } às { $time }.
   *[other] Ficou { $hours } h { $minutes } min parado, desde { $day } às { $time }.
}
sending-waited = { $count ->
    [one] { $count } mensagem ficou esperando; o que ainda serve está saindo.
   *[other] { $count } mensagens ficaram esperando; o que ainda serve está saindo.
}
sending-late = { $count ->
    [one] { $count } delas não sai mais, porque já passou da hora. Os pontos não mudam.
   *[other] { $count } delas não saem mais, porque já passou da hora. Os pontos não mudam.
}
marketing-stopped = ⚠️ O WhatsApp limitou os avisos deste número (código { $code }). Recibos e respostas continuam; avisos ficam parados. Pra mandar depois: *liberar avisos*. Pra desistir deles: *descartar avisos*.
announcement-held = ⚠️ O WhatsApp recusou o modelo de um aviso (código { $code }). Quem ainda não recebeu fica em espera; o resto continua. Pra mandar depois: *liberar avisos*. Pra desistir: *descartar avisos*.
template-paused = ⚠️ O WhatsApp pausou o modelo “{ $template }” ({ $language }), em geral por reclamações de quem recebeu. Quem não tem conversa aberta não recebe por ele: recibos esperam a pessoa escrever, avisos não saem.
template-refused = ⚠️ O WhatsApp recusou o modelo “{ $template }” ({ $language }): { $reason }. Quem não tem conversa aberta não recebe por ele: recibos esperam a pessoa escrever, avisos não saem. Dá pra pedir nova análise no Gerenciador do WhatsApp.
template-disabled = ⚠️ O WhatsApp desativou o modelo “{ $template }” ({ $language }) de vez. Até haver um novo, quem não tem conversa aberta não recebe por ele: recibos esperam a pessoa escrever, avisos não saem.
template-back = ✅ O modelo “{ $template }” ({ $language }) voltou a valer.
template-marketing = ⚠️ O WhatsApp mudou o modelo “{ $template }” ({ $language }) de categoria: cada mensagem por ele custa agora como marketing, { $price } (estimado). Dá pra contestar no Gerenciador do WhatsApp.
template-utility = ✅ O WhatsApp mudou o modelo “{ $template }” ({ $language }) pra categoria de utilidade: cada mensagem por ele custa menos agora.
template-red = ⚠️ O modelo “{ $template }” ({ $language }) está com qualidade baixa: muita gente bloqueou ou reclamou. Se continuar, o WhatsApp pausa.
template-untaken = ⚠️ O WhatsApp recusou o modelo “{ $template }” ({ $language }) na hora de enviar (código { $code }). Quem não tem conversa aberta não recebe por ele: recibos esperam a pessoa escrever. Confira o modelo no Gerenciador do WhatsApp e rode: fregues doctor
limit-changed = { $people ->
    [one] O WhatsApp mudou o limite do número: { $people } pessoa por dia pode receber a primeira mensagem sem ter escrito antes.
   *[other] O WhatsApp mudou o limite do número: até { $people } pessoas por dia podem receber mensagem sem ter escrito antes.
}
limit-none = ✅ O WhatsApp tirou o limite diário do número.
limit-denied = O WhatsApp ainda não aumentou o limite diário do número. O motivo está em “Limites de mensagens”, no Gerenciador do WhatsApp.
account-restricted = ⚠️ O WhatsApp restringiu a conta do número. Veja o que está parado e até quando em “Qualidade da conta”, no painel da Meta.
account-violation = ⚠️ O WhatsApp registrou uma violação das regras nesta conta ({ $what }). Veja os detalhes em “Qualidade da conta”, no painel da Meta; lá também dá pra pedir revisão.
account-disabled = ⚠️ O WhatsApp desativou a conta do número. Nada sai até ela voltar; o pedido de revisão fica em “Qualidade da conta”, no painel da Meta.
account-free = ✅ O WhatsApp liberou a conta do número de novo.
hook-gone = ⚠️ { $host } disse que não quer mais receber os eventos do clube. Nada mais é enviado para lá. Para voltar: fregues hook resume
hook-silent = ⚠️ Há cinco dias nada chega a { $host }, que recebe os eventos do clube. Nada mais é enviado para lá. Quando o sistema voltar: fregues hook resume, e depois fregues hook replay
name-receipt = Recibo de compra
name-reversal = Estorno
name-exchange = Recibo de troca
name-redeemed = Prêmio entregue
name-expiring = Aviso de validade
name-approval = Pedido de aprovação
name-redemption-ask = Confirmação de uso do saldo
name-announcement = Aviso da loja
name-invitation = Convite pro clube
language-pt = português
language-es = espanhol
language-en = inglês
refused-promotional = o texto parece propaganda
refused-category = a categoria não combina com o texto
refused-abusive = o texto parece ofensivo
refused-format = há um erro na forma do texto
refused-scam = o texto parece golpe
refused-mismatch = o idioma ou o conteúdo não combina com o que foi pedido
refused-other = sem motivo informado
refused-unavailable = esta categoria não está liberada pra conta
role-owner = dono(a)
role-manager = gerente
role-cashier = operador(a)
span-today = Hoje até agora
span-yesterday = Ontem
span-week = Esta semana, até agora
span-month = Este mês, até agora
span-last-week = Semana passada
span-last-month = Mês passado

menu-button = Ver opções
rewards-button = Escolher prêmio
sales-button = Escolher compra
sale-when = { $day } { $time } · { $store }
button-balance = Ver saldo
button-statement = Extrato
button-rewards = Prêmios
button-referral = Indicar e ganhar
button-ranking = Ranking
button-rules = Como funciona
button-human = Falar com a loja
button-menu = Ver opções
button-opt-out = Parar ofertas
button-opt-in = Voltar a receber
button-join-only = 1 · Entrar
button-join-offers = 2 · Entrar + ofertas
button-join-not = Agora não
button-yes = Sim
button-no = Não
button-all = Tudo
button-send = Enviar
button-discard = Descartar
button-undo = Desfazer
button-not-me = Não sou essa pessoa
button-it-is-me = Sou eu
button-erase = Apagar tudo
button-keep = Manter cadastro
reward-price = { $price-full }
menu-balance = { $unit ->
    [reais] Quanto você tem e até quando vale
   *[points] Seus pontos e o próximo prêmio
}
menu-rewards = { $unit ->
    [reais] O que dá pra trocar pelo saldo
   *[points] O que dá pra trocar por pontos
}
menu-statement = Suas últimas compras e resgates
menu-referral = Seu código e o texto pra encaminhar
menu-ranking = Seu lugar no ranking
menu-rules = Regras e prazos
menu-human = O contato da equipe

month-01 = Janeiro
month-02 = Fevereiro
month-03 = Março
month-04 = Abril
month-05 = Maio
month-06 = Junho
month-07 = Julho
month-08 = Agosto
month-09 = Setembro
month-10 = Outubro
month-11 = Novembro
month-12 = Dezembro
month-year = { $month } de { $year }

# Pagar com o saldo
pay-how = Dá pra usar até *{ $most-full }* do seu saldo. No caixa é só falar seu celular; ou mande *usar* e quanto (ou *usar tudo*) que eu te dou um código.
pay-nothing = Você ainda não tem saldo pra usar agora.
pay-instead = O código *{ $code }* não vale mais.
pay-worth = { $points-full } { $points-count ->
    [one] vale
   *[other] valem
} *{ $amount }* de desconto.
pay-held = { $unit ->
    [reais] Código *{ $code }*: vale *{ $worth }* na sua próxima compra.
   *[points] Código *{ $code }*: { $points-full }, que { $points-count ->
        [one] vale
       *[other] valem
    } *{ $worth }* na sua próxima compra.
} Mostre no caixa até { $day }, { $time }.
    Saldo livre: { $available-full }. Mudou de ideia? Responda *cancelar*.
pay-lapsed = O código venceu sem uso, e { $points-full } { $points-count ->
    [one] voltou
   *[other] voltaram
} pro seu saldo. Agora você tem *{ $balance-full }*.
pay-back = Pronto, { $points-full } { $points-count ->
    [one] voltou
   *[other] voltaram
} pro seu saldo. Agora você tem *{ $balance-full }*.
pay-least = O mínimo pra usar é { $minimum-full }.
pay-step = Use de { $step } em { $step-full }.
pay-missing = Dá pra usar até { $most-full } agora.
pay-later = Tem saldo, mas { $points-full } só { $points-count ->
    [one] pode ser usado
   *[other] podem ser usados
} a partir de { $day }.
pay-debt = Antes, as compras precisam cobrir { $debt-full } de uma devolução. Até lá não dá pra usar saldo, prêmio nem vale.
pay-ask = A loja *{ $store }* quer usar *{ $points-full }* do seu saldo na compra de *{ $amount }*. Pode?
pay-ask-other = Pra usar outro valor, é só falar no caixa.
pay-agreed = Combinado: { $points-full } na compra de { $amount }.
pay-stands = Isso já foi feito: { $points-full } na compra de { $amount }. Pra desfazer, fale com a loja.
pay-not = Combinado, nada foi usado.
pay-over = Passou o tempo pra responder ao caixa: nada do seu saldo foi usado.
pay-closed = Essa compra não está mais aberta no caixa: nada do seu saldo foi usado.
presence = Seu código: *{ $code }*. Fale no caixa nos próximos { $minutes } minutos.
balance-paid = { $unit ->
    [reais] Pago com o saldo: { $used }
   *[points] Pago com { $points-full }: { $used }
}
balance-paid-by = Autorizado por { $by }, sem a sua resposta. Não foi você? Fale com a loja.
balance-returned = De volta ao seu saldo: { $points-full }.
pay-never = Neste programa o saldo não paga compras no caixa.
pay-never-vouchers = Neste programa o saldo não paga compras no caixa: quem paga são os vales. Mande celular, valor da compra e *usa vales*.
pay-share = O saldo paga no máximo { $share }% desta compra: até { $most-full }.
pay-line = Escreva tudo numa linha só: celular, valor da compra e quanto usar. Por exemplo: 11 98888-7777 120 usa 20
pay-nobody = { $name } não tem saldo pra usar agora.
pay-reserved = { $name } já separou *{ $points-full }* do saldo com um código. Peça o código e mande com o valor da compra, por exemplo: v K7P2 120. Pra liberar o saldo, quem compra manda *cancelar* no próprio chat.
pay-confirm = { $unit ->
    [reais] Usar *{ $used }* do saldo de { $name }
   *[points] Usar *{ $points-full }* ({ $used }) de { $name }
} na compra de { $amount }: cobrar *{ $charge }*. Confirma?
pay-ask-amount = Código de *{ $worth }* · { $name } · Qual o valor da compra?
pay-asked = Perguntei a { $name } se pode usar { $points-full } e espero { $minutes } minutos. Se for mais fácil, quem compra manda *código* pra este número e você digita aqui o que chegar.
pay-cannot-ask = Não consigo perguntar a { $name } por aqui. Peça pra mandar *código* pra este número, e digite aqui o que chegar.
pay-waits = { $name } ainda não respondeu: nada foi usado.
pay-yes = { $name } disse sim 👍
pay-refused = { $name } disse não: nada foi usado e a compra não foi registrada. Pra registrar sem o saldo, mande só o celular e o valor.
pay-late = { $name } não respondeu: nada foi usado e a compra não foi registrada. Ainda dá: quem compra manda *código* pra este número, e você digita aqui o que chegar.
pay-done = A compra de { $name } já foi registrada.
pay-manager = Só gerente libera sem a resposta de quem compra.
balance-taken = { $unit ->
    [reais] saldo { $used } · cobrar *{ $charge }*
   *[points] { $points-full } ({ $used }) · cobrar *{ $charge }*
}
back-discount = { $discount } eram desconto: não se devolvem
back-paid = de volta ao saldo: { $points-full }
back-lapsed = vencidos sem uso e não cobrados: { $points-full }
pay-gone = Esse código venceu ou foi cancelado: o valor voltou pro saldo de quem pediu.
presence-over = Esse código já passou. Peça pra mandar *código* de novo.
button-override = Liberar

# Os livros: o mês fechado e o que a loja deve aos clientes.
figure-row = { $what }: { $amount }
figure-opening = Saldo inicial
figure-purchases = Compras
figure-referral = Indicações
figure-bonus = Bônus
figure-brought = Saldos trazidos
figure-back = Estornado
figure-used = Usado
figure-expired = Vencido
figure-forfeited = De quem apagou os dados
figure-adjusted = Ajustes
figure-available = Em saldos
figure-held = Reservado
figure-vouchers = Em vales
figure-debt = Devido por clientes
figure-ending = Saldos que terminam em 30 dias
figure-ending-vouchers = Vales que terminam em 30 dias
figure-below = Saldos abaixo do mínimo do vale
figure-nowhere = Sem loja
figure-total = Total
month-end = { "*" }{ $month }*, fechado:
month-so-far = { "*" }{ $month }* até agora:
month-closing = Saldo final: *{ $balance-full }*
month-store = *{ $store }*:
month-nowhere = *Sem loja*:
month-more = A planilha, loja por loja: fregues report { $month } --csv
month-unknown = Esse mês ainda não chegou. Mande por exemplo *fechar mês*, *fechar outubro* ou *fechar mês passado*.
month-wrong = ⚠️ As contas de { $month } não fecham, então não mostro nenhuma. Quem cuida do sistema precisa rodar: fregues verify
month-columns = mês;loja;unidade;saldo inicial;compras;indicações;bônus;saldos trazidos;estornado;usado;vencido;dados apagados;ajustes;saldo final;em saldos;reservado;em vales;devido por clientes;em aberto hoje;uso esperado;termina em 30 dias
liability = Em { $day } seus clientes podem usar *{ $total-full }*:
liability-expected = Disso, espere que usem *{ $points-full }*: em 12 meses, { $share } do que saiu foi usado; o resto venceu.
liability-young = Disso, espere que usem tudo, *{ $points-full }*: ainda é cedo pra saber quanto vence sem uso.

# Por quê? A conta de um valor, em poucas linhas.
why-purchase = *{ $points-full }* da compra de { $amount } em { $day }:
why-reduced = *{ $points-full }* da compra de { $amount } em { $day }, da qual { $back } foram devolvidos:
why-rate = 1. Regra{ $dated ->
    [0] {""}
   *[other] {" "}desde { $day }
}: { $rate } por cada R$ 1,00
why-percent = 1. Regra{ $dated ->
    [0] {""}
   *[other] {" "}desde { $day }
}: { $percent } de volta
why-visit = 1. Regra{ $dated ->
    [0] {""}
   *[other] {" "}desde { $day }
}: { $each-full } por compra
why-sum = 2. Conta: { $parts ->
    [0] {""}
   *[other] (
}{ $standing }{ $out ->
    [0] {""}
   *[other] {" "}− { $excluded } que não contam
}{ $less ->
    [0] {""}
   *[other] {" "}− { $discount } de desconto
}{ $credit ->
    [0] {""}
   *[other] {" "}− { $paid } pagos com crédito
}{ $parts ->
    [0] {""}
   *[other] )
}{ $times ->
    [none] {""}
   *[other] {" "}× { $times }
}{ $factor ->
    [none] {""}
   *[other] {" "}× { $factor }{ $named ->
    [0] {" "}(nível ou campanha)
   *[other] {""}
}
}{ $more ->
    [0] {""}
   *[other] {" "}+ { $extra } { $campaign ->
    [none] da campanha
   *[other] ({ $campaign })
}
} = { $points-full }{ $rounded ->
    [0] {""}
   *[other] {" "}(a fração não conta)
}
why-most = O limite das regras deixa { $points-full }
why-small = 2. Conta: { $parts ->
    [0] só compras a partir de { $minimum } rendem
   *[other] { $standing }{ $out ->
        [0] {""}
       *[other] {" "}− { $excluded } que não contam
    }{ $less ->
        [0] {""}
       *[other] {" "}− { $discount } de desconto
    } = { $eligible }, e só rende a partir de { $minimum }
}
why-store = 2. Conta: compras em { $store } não rendem
why-until = { $step ->
    [0] {""}
   *[other] { $step }.{" "}
}Restam { $left-full }, que valem até { $day }
why-never = { $step ->
    [0] {""}
   *[other] { $step }.{" "}
}Restam { $left-full }, sem data pra terminar
why-spent = { $step ->
    [0] {""}
   *[other] { $step }.{" "}
}Esse crédito já foi todo usado
why-taken = { $step ->
    [0] {""}
   *[other] { $step }.{" "}
}Esse crédito foi retirado quando a compra foi devolvida
why-vouched = { $step ->
    [0] {""}
   *[other] { $step }.{" "}
}{ $left-full } estão { $code ->
    [none] num vale
   *[other] no vale { $code }
}
why-referral = 1. Regra: a indicação vale { $points-full } na primeira compra de quem entra, a partir de { $minimum }
why-friend = 2. Conta: compra de { $amount } em { $day }{ $reduced ->
    [0] {""}
   *[other] , da qual { $back } foram devolvidos
}
why-reward = Regra: *{ $reward }* custa { $price-full }
why-ranking = 🏆 *{ $period }*: { $done }, somando:
why-part = • { $what }: { $done }
why-unclear = Não sei de que valor essa mensagem fala. Responda (citando) a mensagem de uma compra, ou mande *por que meu saldo*.
why-balance = { $owing ->
    [0] Seu saldo de *{ $balance-full }* é a soma dos seus créditos:
   *[other] Seu saldo é *{ $balance-full }*:
}
why-balance-of = { $name } · saldo *{ $balance-full }*{ $nothing ->
    [0] , a soma destes créditos:
   *[other] {""}
}
why-whose = *{ $name }*:
why-owed = • { $points-full }: { $part ->
    [0] a compra de { $amount } ({ $day }) foi devolvida
   *[other] { $back } da compra de { $amount } ({ $day }) foram devolvidos
} depois de o crédito ser usado
why-owed-friend = • { $points-full }: a compra que pagou uma indicação foi devolvida depois de o crédito ser usado
why-endless = • { $points-full } sem data pra terminar
why-rest = • { $points-full } em outros créditos
why-held = Menos { $held-full } reservados
why-month = • { $month }: { $done }
why-voucher = O vale { $code } de *{ $value }* (até { $day }) é feito de:
why-piece = • { $points-full } ganhos em { $day }
why-day = { $sales ->
    [0] Nesse tempo não há venda de pé.
    [one] *{ $total }* em { $sales } venda:
   *[other] *{ $total }* em { $sales } vendas:
}
why-sold = • { $time } · { $name } · { $amount } · +{ $points }
why-sold-on = • { $day } · { $name } · { $amount } · +{ $points }
why-sold-more = { $sales ->
    [one] • mais { $sales } venda: { $total }
   *[other] • mais { $sales } vendas: { $total }
}
why-month-begins = *{ $month }* começou com { $opening-full }:
why-bought = { $what }: { $amount } · { $count ->
    [one] { $count } compra que rendeu
   *[other] { $count } compras que renderam
}, { $total }
why-times = { $what }: { $amount } · { $count ->
    [one] { $count } lançamento
   *[other] { $count } lançamentos
}
why-holders = Resultado: *{ $balance-full }*, { $people ->
    [one] o saldo de { $people } cliente
   *[other] a soma dos saldos de { $people } clientes
}
why-liability = *{ $total-full }*, somando desde o começo:
why-owed-apart = Sem descontar { $debt-full } que clientes devem
why-wrong = Essa conta não fecha com o que está registrado. Avise a loja pra olhar: { $shop }, { $contact }.
why-nothing = Responda (citando) a venda com *por quê*, ou mande *por quê* e o celular.

# Ajustes: quem gerencia corrige à mão, com motivo.
statement-adjustment = { $day } · { $plus ->
    [0] {""}
   *[other] +
}{ $points } · ajuste: { $reason }
statement-write-off = { $day } · { $points } · dívida perdoada
till-codes-news = ⚠️ Vieram *100* códigos errados em dez minutos pelo canal *{ $channel }*. Pode ser alguém procurando vales por tentativa: por ora, ali só vale o código de quem se identifica. O balcão segue.
dispute-news = ⚠️ { $name } (final { $phone }) não reconhece a compra de *{ $amount }*, { $day } às { $time }, { $store }, lançada por { $by }. Confira e fale com a pessoa; se foi engano, quem lançou responde à venda com *desfazer*, ou mande *estorno* e o celular.
amount-news = ⚠️ { $name } (final { $phone }) diz que a compra de *{ $amount }*, { $day } às { $time }, { $store }, lançada por { $by }, está com o valor errado: “{ $text }”. Confira e fale com a pessoa; pra corrigir, mande *estorno* e o celular, e lance o valor certo.
call-news = 🙋 { $name } (final { $phone }) quer falar com a loja: “{ $text }”. Fico em silêncio nesse chat: fale com a pessoa.
call-news-bare = 🙋 { $name } (final { $phone }) quer falar com a loja. Fico em silêncio nesse chat: fale com a pessoa.
complaint-news = ⚠️ { $name } (final { $phone }) está reclamando: “{ $text }”. Fico em silêncio nesse chat: fale com a pessoa.
renumber-how = Primeiro a pessoa manda *oi* do número novo. Depois mande os dois números, o antigo na frente: *troca { $area } 98888-7777 por { $area } 97777-6666*
renumber-ask =
    Passar o cadastro de *{ $name }* (saldo { $balance }) de { $phone } para *{ $new }*?
    Só confirme se a pessoa provou que o cadastro é dela: o número antigo deixa de valer.
renumber-both = O número novo já tem cadastro, { $name }, saldo { $balance }: os dois viram um só.
renumber-nobody = Ninguém cadastrado com { $phone }: nada foi trocado.
renumber-silent = O número { $phone } ainda não escreveu pra cá. Peça pra pessoa mandar *oi* dele, e depois mande a troca de novo: assim nenhum dígito errado leva o saldo.
renumber-same = Esse cadastro já está com { $phone }.
renumber-team = Cadastro da equipe ou de empresa não troca por aqui: na equipe, *desligar* o número antigo e *convidar* o novo; em empresa, o contato novo entra pela API.
renumber-dropped = Certo, nada foi trocado.
renumbered = ✅ { $name } agora está com o número de final { $phone }. Saldo { $balance }. O número antigo não leva mais a esse cadastro.
tell-how = Mande assim: *horário: seg a sáb, 9h às 19h* ou *endereço: Rua das Flores, 10, Centro*. Com mais de uma loja, ponha o nome dela: *horário da loja Centro: …*
tell-long = Isso passa de { $most } caracteres. Mande mais curto.
tell-hours =
    Quando perguntarem o horário, respondo assim?

    { "*" }{ $store }*: { $text }
tell-address =
    Quando perguntarem o endereço, respondo assim?

    { "*" }{ $store }*: { $text }
tell-before = Isto substitui o de antes: { $before }
tell-dropped = Certo, fica como estava.
told = ✅ Anotado. É isso que os clientes leem a partir de agora.
adjust-how = Mande assim: *ajuste { $area } 98888-7777 +{ $unit ->
    [reais] 5,00
   *[points] 500
} motivo brinde da inauguração*. Com − na frente, tira.
adjust-whose = Ajuste de *{ $plus ->
    [0] {""}
   *[other] +
}{ $points-full }*, anotado. De quem? Mande o celular com DDD.
adjust-why = Ajuste de *{ $plus ->
    [0] {""}
   *[other] +
}{ $points-full }* pra *{ $name }*: qual o motivo? A pessoa vai ler.
adjust-ask = Ajuste de *{ $plus ->
    [0] {""}
   *[other] +
}{ $points-full }* pra *{ $name }*: { $vouchers ->
    [0] saldo
   *[other] saldo e vales
} { $before } → *{ $after }*. Motivo: { $reason }. Confirma?
adjust-owner = Ajuste acima de { $limit-full } só a dona ou o dono faz.
adjust-too-much = { $name } só tem { $available-full }: um ajuste não deixa ninguém devendo.
adjust-dropped = Tudo bem, nada foi ajustado.
adjust-done = ✅ { $name } · ajuste de { $plus ->
    [0] {""}
   *[other] +
}{ $points-full } · saldo { $balance }
adjusted = { $shop } ajustou seu saldo: *{ $plus ->
    [0] {""}
   *[other] +
}{ $points-full }*. Motivo: { $reason }. Saldo: { $balance-full }.
debt-let-go = O que faltava de uma compra devolvida ({ $debt-full }) foi perdoado: você não deve mais nada.

## Caixas e lojas virtuais: lido por quem os liga ao Freguês
till-closed = Este canal não está mais ativo, então nada foi lançado. Se for engano, fale com quem gerencia a loja.
till-key = Esta chave já veio com outro conteúdo, então nada foi feito. Use uma chave nova pra cada chamada.
till-order = Com o número { $order } já foi lançada a compra { $purchase }, de { $amount }; agora veio { $now }, e nada mudou. Pra receber a mesma resposta, repita igual; uma compra nova precisa de outro número.
till-order-same = Com o número { $order } já foi lançada a compra { $purchase }, de { $amount }; agora o cliente, a parte excluída, o pagamento ou os consentimentos vieram diferentes, e nada mudou. Pra receber a mesma resposta, repita igual; uma compra nova precisa de outro número.
till-reversal = Com o número { $reversal } já voltaram { $amount } da compra { $purchase }; agora o valor veio diferente ou falta, e nada mudou. Pra receber a mesma resposta, repita igual; outra devolução precisa de outro número.
till-registered = O pedido { $order } já foi lançado: é a compra { $purchase }, e nada mudou. Pra devolver, estorne essa compra; uma compra nova precisa de outro número.
till-customer = Falta dizer de quem é a compra: um telefone, e-mail, own_id, CNPJ ou um número de cliente.
till-nobody = Não há cliente { $member } nesta loja: confira o número, ou diga quem é por telefone, e-mail, own_id ou CNPJ.
till-contact = A empresa não tem o contato { $contact }: confira o número entre os contatos dela.
till-two = O { $field } enviado já é do cliente { $member }, e não deste: nada foi lançado. Deixe esse campo fora, ou identifique o cliente só pelo que é dele.
till-other = O cliente { $member } já é conhecido por outro { $field }: nada foi lançado. Deixe esse campo fora, ou identifique o cliente só pelo que é dele.
till-identity = Falta algo que identifique o cliente: telefone, e-mail, own_id ou CNPJ.
till-proof = Neste programa o saldo só sai com a palavra do cliente: peça que mande *código* à loja e envie o que chegar.
till-codes-rest = Vieram códigos errados demais: este só volta a ser aceito às { $time }. Até lá, registre sem ele; o que não leva código segue.
till-late = Esta compra é de mais de 8 dias atrás, então não foi lançada. Mande sem occurred_at pra valer a partir de agora.
till-purchase = Não há compra { $purchase } nesta loja, então nada voltou. Confira o número: GET /purchases?order= acha uma compra pelo pedido.
till-no-order = Este canal não lançou nenhum pedido { $order }, então nada voltou. Confira o número; o que outro canal ou o balcão lançou volta pelo número da compra, em POST /purchases/…/reversals.
till-reversed = A compra { $purchase }, de { $amount }, já voltou inteira, então nada mais voltou. GET /purchases/{ $purchase } mostra como ela está.
till-zero = O valor veio zero, então nada foi lançado: mande mais que 0,00.
till-zero-back = O valor veio zero, então nada voltou: mande de 0,01 a { $left }, ou deixe amount fora pra devolver tudo o que resta.
till-refund = Um canal devolve até { $limit } de uma compra; acima disso é com quem gerencia a loja, no chat.

## E-mail

mail-subject-receipt = Sua compra: { $shop }
mail-subject-reversal = Sua devolução: { $shop }
mail-subject-expiring = Vence em breve: { $shop }
mail-subject-news = Novidades da sua conta: { $shop }
mail-greeting = Olá!
mail-greeting-name = Olá, { $name }!
mail-footer = { $shop } escreve porque você aceitou receber aqui os avisos da sua conta. Para falar com a gente: { $contact }.
mail-leave = Não quero mais estes e-mails
mail-leave-ask = Os avisos da sua conta de { $shop } deixam de vir por e-mail. Tudo o mais continua como está.
mail-left = Pronto: { $shop } não escreve mais para este e-mail.
mail-gone = Este link não vale mais. Para não receber mais e-mails, fale com a loja.
