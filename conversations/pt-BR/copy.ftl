# O que a gente diz, em português do Brasil.
# Cada chave é uma linha; várias linhas formam uma mensagem. Valores e pontos chegam prontos, só
# contagens chegam como número. *negrito* e _itálico_ são as marcas do WhatsApp.

gap = { "" }

## Entrar no clube

welcome =
    Oi! Aqui é o *{ $shop }* 🐾
    A cada R$ 1 em compras você junta *{ $points } pontos* e troca por serviços. As regras: é só mandar *regras*.
welcome-credit = Sua compra já rendeu *{ $points } pontos*: eles estão guardados pra você.
welcome-invited = Convite de *{ $friend }*: na sua primeira compra você ganha mais *{ $points } pontos*.
welcome-ask =
    Quer participar? E quer receber ofertas por aqui? São duas coisas separadas:
    { "*" }1* entrar no clube, sem ofertas
    { "*" }2* entrar e receber ofertas
joined = Pronto{ $name }! Você está no clube.
joined-balance = Saldo: *{ $balance } pontos*.
joined-offers = As novidades do { $shop } chegam por aqui. Pra sair delas, mande SAIR quando quiser.
join-later = Tudo bem! Quando quiser entrar no { $shop }, é só mandar *quero participar*.
already-in = Você já está no clube{ $name } 😉
opted-out =
    Pronto: você não recebe mais ofertas do { $shop }.
    Seus pontos continuam guardados, e só avisos das suas próprias compras chegam por aqui. Pra parar esses também, mande PARAR TUDO.
opted-out-all =
    Pronto: o { $shop } não manda mais nada por conta própria, nem avisos das suas compras.
    Seus pontos continuam guardados. Quando você escrever, a gente responde.
opted-in = Combinado! As novidades do { $shop } chegam por aqui. Pra sair, mande SAIR quando quiser.
opt-out-ask = Você quer parar de receber mensagens da loja?
opt-out-kept = Certo, nada muda.

## O que o cliente consulta

menu = Como posso ajudar{ $name }?
hello = Oi{ $name }! Em que posso ajudar?
you-are-welcome = A gente que agradece 💚
balance = Você tem *{ $balance } pontos*.
balance-held = Reservados pra retirar um prêmio: { $held }.
balance-debt = Faltam { $debt } pontos de uma compra devolvida. As próximas compras cobrem isso primeiro.
balance-zero = Você tem *0 pontos*. Na próxima compra, é só falar seu celular no caixa e já começa a juntar.
balance-expires = ⏳ { $points } pontos valem até { $day }.
next-reward = Faltam *{ $missing }* pra { $reward }.
reward-ready = Já dá pra pegar: *{ $reward }*. Mande *resgatar*.
statement = Suas últimas movimentações:
statement-none = Ainda não há nada no seu extrato. A primeira compra aparece aqui.
statement-purchase = { $day } · +{ $points } · compra de { $amount }
statement-referral = { $day } · +{ $points } · indicação
statement-reward = { $day } · { $points } · prêmio
statement-reversal = { $day } · { $points } · estorno
statement-opening = { $day } · +{ $points } · saldo inicial
statement-balance = Saldo: *{ $balance } pontos*
referral =
    Seu código é *{ $code }*.
    Quem entrar com ele ganha { $friend } pontos na primeira compra a partir de { $minimum }, e você ganha { $referrer }.
    É só encaminhar a próxima mensagem 👇
referral-share = Oi! Eu junto pontos no { $shop } e lembrei de você. Entra com meu código *{ $code }* e ganha { $friend } pontos na primeira compra: { $link }
referral-own = *{ $code }* é o seu próprio código 😊 Ele vale pra quem você convidar.
referral-unknown = Não achei o código *{ $code }*. Confere com quem convidou?
referral-late = O convite vale só pra quem ainda não é do clube. Mas você pode convidar: mande *indicar*.
referral-none = Por enquanto o clube não tem prêmio por indicação.
ranking = 🏆 *{ $month }*: você é { $place }º, com *{ $points } pontos*.
ranking-first = 🏆 *{ $month }*: você lidera, com *{ $points } pontos*!
ranking-row = { $place }º { $name } · { $points }
ranking-gap = Faltam *{ $gap }* pra passar quem está na frente.
ranking-empty = 🏆 *{ $month }*: você ainda não pontuou neste mês.
ranking-none = Este clube não tem ranking.
rewards = Seu saldo: *{ $balance } pontos*. Os prêmios:
rewards-none = O clube ainda não tem prêmios cadastrados.
reward-can = ✔ *{ $number }* · { $reward } · { $price } pontos
reward-cannot = *{ $number }* · { $reward } · { $price } pontos (faltam { $missing })
reward-how = Pra pegar, mande o número.
reward-held =
    { "*" }{ $reward }* reservado! Seu código:

    { "*" }{ $code }*

    Mostre no caixa até { $day } às { $time }. Saldo livre: { $available } pontos.
reward-missing = Pra *{ $reward }* ainda faltam { $missing } pontos.
reward-blocked = Os prêmios voltam quando os { $debt } pontos da devolução forem cobertos. Suas compras seguem pontuando.
reward-unknown = Não achei esse prêmio. Quer ver a lista?
reward-taken = *{ $reward }* entregue ✅ Saldo: { $balance } pontos.
reward-lapsed = A reserva de *{ $reward }* venceu e os { $points } pontos voltaram. Saldo: { $balance } pontos.
rules =
    Funciona assim:
    • Compre e fale seu celular no caixa
    • Cada R$ 1 vale *{ $rate } pontos*, sem contar centavo quebrado
    • Cada crédito vale { $days } dias
rules-referral = • Indique: { $referrer } pontos pra você e { $friend } pra quem entrar, na primeira compra a partir de { $minimum }
rules-rewards = • Troque pontos por prêmios: mande *prêmios*. Ponto não vira dinheiro.
contact = Quem atende é a equipe do { $shop }: { $contact }
contact-quiet = Fico em silêncio aqui por { $hours } horas pra vocês conversarem. Pra falar comigo antes disso, mande *menu*.
no-vouchers = Este clube não usa vales: os pontos viram prêmios. Mande *prêmios* pra ver.
no-tiers = Este clube não tem níveis. Sua posição do mês está no *ranking*.
no-birthday = Ainda não guardo aniversários, mas obrigado por contar 🎂
name-set = Anotado: *{ $name }*.
language = Combinado, sigo em português.
unknown = Essa eu não entendi. Posso ver seu saldo, mostrar as opções ou passar o contato da equipe.
unknown-again = Melhor uma pessoa ajudar. Fale com a equipe do { $shop }: { $contact }
no-audio = Ainda não escuto áudio 🙈 Pode escrever?
no-media = Recebi, mas só consigo ler texto. Pode escrever o que precisa?
frozen = Este número parece ter mudado de dono, e os pontos ficam guardados até a loja conferir. Fale com a equipe do { $shop }: { $contact }
## De quem é o número, e os dados da própria pessoa

number-ask =
    Oi! Este número já era conhecido do { $shop } com outra conta do WhatsApp. Antes de continuar, quem está aqui?
    { "*" }1* não sou essa pessoa: o número agora é meu
    { "*" }2* sou eu, troquei de aparelho ou de conta
number-code =
    Certo! Pra proteger os pontos, mostre este código no caixa até { $day } às { $time }:

    { "*" }{ $code }*

    A equipe confere e libera tudo na hora.
number-yours = Combinado: este número agora é seu, e nada de quem usava antes aparece aqui.
number-request = Seu número não aparece pra gente. Se quiser falar o celular no caixa e pontuar, toque no botão pra compartilhar. Se preferir não, tudo certo.
number-linked = Número anotado ✅ É só falar ele no caixa. Saldo: *{ $balance } pontos*.
moved-ask = O WhatsApp avisou que seu número ou aparelho mudou. Foi você quem trocou?
moved-confirmed = Obrigado! Seus pontos estão liberados. Qual prêmio vai ser?
returned = Pronto, conferido no caixa ✅ Seus pontos estão de volta. Saldo: *{ $balance } pontos*.
data-kept = O que o { $shop } guarda sobre você:
data-name = • Nome: { $name }
data-phone = • Celular: { $phone }
data-since = • Desde: { $day }
data-balance = • Saldo: { $balance } pontos
data-purchases = { $purchases ->
    [0] • Compras: nenhuma
    [one] • Compras: { $purchases }
   *[other] • Compras: { $purchases }
}
data-program = • Aceitou o clube em { $day }
data-offers = • Aceitou ofertas em { $day }
data-no-offers = • Não quer ofertas desde { $day }
data-no-receipts = • Não quer avisos desde { $day }
data-rights = Pra corrigir o nome, mande *me chama de* e o nome. Pra apagar tudo, mande *apagar meus dados*. A equipe do { $shop } também ajuda: { $contact }
erase-ask = Isso apaga seu nome, seu número e esta conversa, e { $balance } pontos se perdem (prêmio reservado também). Ficam só os lançamentos sem nome e o registro dos seus consentimentos, que a lei pede. Não dá pra desfazer. Apagar mesmo?
erase-debt = Os { $debt } pontos que faltam da devolução são perdoados.
erased = Pronto: seus dados foram apagados do { $shop }. Se um dia quiser voltar, é só mandar uma mensagem.
erase-kept = Certo, nada foi apagado.
erase-staff = Quem é da equipe precisa sair dela antes: peça a quem gerencia (*desligar* e o nome).

## O que o cliente recebe de uma compra

receipt = Compra de *{ $amount }* registrada ({ $store }) ✅ *+{ $points } pontos*
receipt-referral = Presente pela indicação: *+{ $points }*
receipt-repaid = { $points } pontos cobriram a devolução anterior.
receipt-balance = Saldo: *{ $balance }* · estes valem até { $day }
receipt-debt = Ainda faltam { $debt } pontos da devolução.
friend-bought = { $friend } fez a primeira compra: *+{ $points }* pra você 🎁 Saldo: { $balance } pontos.
reversed = Compra de { $amount } estornada: −{ $points } pontos.
reversed-referral = O presente pela indicação saiu junto: −{ $points }.
reversed-balance = Saldo: { $balance } pontos.
friend-reversed = A primeira compra de { $friend } foi devolvida: −{ $points }. Saldo: { $balance } pontos.

## Equipe: vendas

sale-done = ✅ { $name } · { $amount } · *+{ $points }* · saldo { $balance }
sale-referral = 🎁 primeira compra por indicação: +{ $points }
sale-never-wrote = Essa pessoa ainda não escreveu pra loja: nada foi enviado. Mostre o QR do cartaz pra ela ver os pontos.
sale-waits = O aviso fica guardado até a próxima mensagem dela.
sale-template = A conversa dela estava fechada: o aviso foi como modelo do WhatsApp.
sale-undelivered = ⚠️ O WhatsApp diz que nada chega a este número. Confira se está certo; o saldo fica guardado.
sale-silent = Essa pessoa pediu pra não receber avisos.
sale-undo-hint = errou? responda *desfaz*
sale-again = Igual à de { $time }. É outra compra?
sale-confirm =
    Confere?
    { $name } · { $phone }
    { "*" }{ $amount }*
sale-confirm-many = Confere a lista?
sale-row = • { $name } · { $phone } · *{ $amount }*
sale-row-new = • cliente novo { $phone } · *{ $amount }*
sale-confirm-cpf = Esse número também pode ser um CPF. É mesmo o celular?
sale-new =
    Cliente novo: *{ $phone }*, venda de *{ $amount }*.
    O número está certo?
sale-dropped = Certo, nada foi lançado.
sale-replaced = A venda anterior, sem resposta, foi deixada de lado.
sale-many = São vendas demais numa mensagem só. Mande até { $most } por vez.
ask-phone = *{ $amount }*, anotado. Qual o celular do cliente, com DDD?
ask-amount = *{ $name }*: qual o valor da compra?
bad-phone = O número parece incompleto. Manda de novo com DDD? Ex.: 11 98765-4321
given-cpf = Isso parece um CPF, e aqui a gente usa o celular do cliente. Qual é o número?
two-phones = Li dois celulares: { $first } e { $second }. Manda de novo só com o do cliente?
two-amounts = Li dois valores: { $first } e { $second }. Manda de novo só com o da compra?
bad-amount = Não consegui ler o valor. Manda assim: 11 98765-4321 89,90
amount-zero = Valor zero: nada foi lançado. Qual o valor da compra?
amount-negative = Valor negativo não vira venda. Pra tirar a última, mande *desfaz*.
amount-too-high = *{ $amount }* passa do limite de { $limit } por mensagem: nada foi lançado. Confere o valor?
own-number = Esse é o seu próprio número: quem atende não lança pra si. Peça a um colega.
manager-unknown =
    Não entendi. O que dá pra mandar:
    { "*" }Venda*: 11 98765-4321 89,90
    { "*" }Vendas de hoje*: resumo
    { "*" }Quem trabalha aqui*: equipe
    { "*" }Avisar clientes*: avisar todos Amanhã abrimos às 10h
    { "*" }Quanto o WhatsApp cobra*: custos
    O resto: ajuda
staff-unknown = Não entendi. Pra lançar uma venda: 11 98765-4321 89,90
staff-help =
    { "*" }Venda*: 11 98765-4321 89,90
    { "*" }Código de prêmio*: v 7KD2
    { "*" }Desfazer* (10 min): desfaz
    { "*" }Devolução*: responda a venda com estorno ou estorno 30,00
    { "*" }Consultar*: ? 11 98765-4321
    { "*" }Hoje*: resumo
staff-help-manager =
    { "*" }Avisar clientes*: avisar todos TEXTO
    { "*" }Equipe*: equipe · convidar operador { $area } 9XXXX-XXXX NOME · desligar NOME
    { "*" }Quanto o WhatsApp cobra*: custos
no-longer-staff = Este número não está mais na equipe do { $shop }, então nada foi lançado. Se for engano, fale com quem gerencia a loja.
not-staff = Vendas do { $shop } só a equipe lança. Se você é cliente, mande *saldo* ou *quero participar*.
lookup = { $name } · final { $phone } · saldo *{ $balance }*
lookup-nobody = Ninguém cadastrado com { $phone }. Mande o valor pra lançar a primeira compra. Se a pessoa só tem nome de usuário no WhatsApp, peça pra ela mandar o celular no chat da loja e tocar no botão.
sale-contested = ⚠️ O número { $phone } apareceu com outra conta do WhatsApp e ainda não se sabe de quem é. A compra entra na ficha nova, sem o saldo antigo; se for a mesma pessoa, tudo se junta depois.
frozen-staff = Essa ficha está guardada até se confirmar de quem é o número: nada foi lançado. Peça o código que a pessoa recebeu no chat, ou quem gerencia manda *liberar* e o número.
return-ask = Liberar a ficha de *{ $name }* (final { $phone }) pra quem está aqui? Confira o nome com a pessoa.
return-done = ✅ Ficha liberada: { $name }
return-kept = Certo, a ficha continua guardada.
return-over = Esse código não vale mais. A pessoa pode pedir outro no chat.
not-frozen = A ficha de { $phone } não está guardada: não há nada pra liberar.
erase-ask-staff = Isso apaga o nome, o número e as conversas de *{ $name }*, e { $balance } pontos se perdem. Não dá pra desfazer. Apagar mesmo?
erased-staff = ✅ Dados apagados. Ficaram só os lançamentos sem nome.
erase-nobody = Não achei ninguém com esse número: nada foi apagado.
expired = Esse pedido expirou. Quer começar de novo?

## Equipe: balcão

undone = ↩ Venda desfeita: { $name } · { $amount } · −{ $points } · saldo { $balance }
undo-ask = Desfazer a de *{ $amount }* ({ $name }, { $time })?
undo-which = Você tem mais de uma venda recente:
undo-row = • { $time } · { $name } · { $amount }
undo-nothing = Não há venda sua nos últimos minutos pra desfazer. Pra devolução, responda a venda com *estorno*.
undo-already = Essa venda já foi desfeita.
undo-late = Essa não dá mais pra desfazer. Se for devolução, responda a venda com *estorno*.
undo-kept = Certo, a venda fica.
refunded = ↩ Estorno: { $name } · { $amount } · −{ $points } · saldo { $balance }
refund-which = Responda a mensagem da venda com *estorno* (ou *estorno 30,00*), pra eu saber qual é.
refund-too-much = Dessa venda só restam { $left }: nada foi estornado.
refund-manager = Estorno acima de { $limit } é com quem gerencia a loja.
code-ask = *{ $reward }* · { $name } · Entregue?
code-done = ✅ { $reward } entregue · { $name }
code-used = Já usado: { $reward }, em { $day } às { $time }, { $by }, { $store }.
code-over = A reserva de { $reward } venceu; os pontos voltaram pro cliente.
code-unknown = Não achei o código *{ $code }*. Confere com o cliente?
code-tries = Muitos códigos errados em pouco tempo. Espere 10 minutos ou chame quem gerencia.
code-kept = Certo, o código continua valendo.
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
    Pontos dados: { $given }
    Usados: { $used }
day-reversed = Estornados de vendas anteriores: { $points }
day-undone = Fora da conta: { $points } dados e depois estornados
day-unknown = Não conheço esse dia. Mande por exemplo *resumo ontem*, *resumo 21/11* ou *resumo da semana*.
day-referral = Por indicação: { $points }
day-staff = { $sales ->
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
announce-long = O texto passa de { $most } letras: nada foi enviado. Dá pra encurtar?
announce-sent = { $people ->
    [one] Enviando pra { $people } pessoa ✅
   *[other] Enviando pra { $people } pessoas ✅
}
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
team-how = Entra alguém: convidar operador { $area } 9XXXX-XXXX NOME. Sai alguém: desligar NOME
hired =
    { "*" }{ $name }* já pode lançar vendas por este número. Encaminhe o link pra começar a conversa:
    { $link }
hire-how = Manda assim: convidar operador { $area } 9XXXX-XXXX NOME
hired-already = { $name } já está na equipe.
dismissed = *{ $name }* não está mais na equipe. As próximas mensagens dessa pessoa não lançam nada.
dismiss-nobody = Não achei essa pessoa na equipe. Manda assim: desligar NOME
claimed = Pronto: você gerencia o *{ $shop }* por aqui.
claim-other = Esse código não é de indicação nem o de quem gerencia o *{ $shop }*: esse vale uma vez só. Quem instalou pode fazer outro.
claim-unknown = Esse código não é o do *{ $shop }*. Confira letra por letra: nele não há 0, O, I, L nem U. Quem instalou vê o código com *fregues merchant list*, e faz outro com *fregues merchant claim { $merchant }*.
not-yet = Isso ainda não dá pra fazer por mensagem.

## Textos prontos de links e rodapés

join-text = Quero participar do { $shop }
join-text-code = Quero participar do { $shop }. Código { $code }
staff-text = ajuda
opt-out-footer = Pra não receber mais, responda SAIR

## O cartaz do balcão

poster-promise = A cada { $amount } em compras, { $points } pontos. Com { $price }: { $reward }.
poster-points = A cada { $amount } em compras, { $points } pontos.
poster-headline = Entre no clube e junte pontos
poster-point = Aponte a câmera do celular
poster-send = Mande a mensagem no WhatsApp
poster-say = Fale seu celular no caixa
poster-number = WhatsApp { $number }

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
name-receipt = Recibo de compra
name-reversal = Estorno
name-redeemed = Prêmio entregue
name-approval = Pedido de aprovação
name-redemption-ask = Confirmação de uso de pontos
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

menu-button = Ver opções
rewards-button = Escolher prêmio
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
button-send = Enviar
button-discard = Descartar
button-undo = Desfazer
button-not-me = Não sou essa pessoa
button-it-is-me = Sou eu
button-erase = Apagar tudo
button-keep = Manter cadastro
reward-price = { $price } pontos
menu-balance = Seus pontos e o próximo prêmio
menu-rewards = O que dá pra trocar por pontos
menu-statement = Suas últimas compras e resgates
menu-referral = Seu código e o texto pra encaminhar
menu-ranking = Sua posição neste mês
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
