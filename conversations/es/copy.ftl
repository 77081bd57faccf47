# Lo que decimos, en español (América Latina, tú).
# Cada clave es una línea; varias líneas forman un mensaje. Montos y puntos llegan listos, solo las
# cantidades llegan como número. *negrita* y _cursiva_ son las marcas de WhatsApp; una línea que empieza
# con asterisco lo lleva como { "*" }, porque Fluent no lo acepta ahí.

gap = { "" }

## Entrar al club

welcome =
    ¡Hola! Aquí *{ $shop }* 🐾
    Por cada R$ 1 en compras juntas *{ $points } puntos* y los canjeas por servicios. Para ver las reglas, escribe *reglas*.
welcome-credit = Tu compra ya sumó *{ $points } puntos*: están guardados para ti.
welcome-invited = Invitación de *{ $friend }*: con tu primera compra ganas *{ $points } puntos* más.
welcome-ask =
    ¿Quieres participar? ¿Y quieres recibir ofertas por aquí? Son dos cosas separadas:
    { "*" }1* entrar al club, sin ofertas
    { "*" }2* entrar y recibir ofertas
joined = ¡Listo{ $name }! Ya estás en el club.
joined-balance = Saldo: *{ $balance } puntos*.
joined-offers = Las novedades de { $shop } llegan por aquí. Para dejar de recibirlas, escribe SALIR cuando quieras.
join-later = ¡Está bien! Cuando quieras entrar a { $shop }, escribe *quiero participar*.
already-in = Ya estás en el club{ $name } 😉
opted-out =
    Listo: ya no recibes ofertas de { $shop }.
    Tus puntos siguen guardados y solo llegan avisos de tus propias compras. Para parar esos también, escribe PARAR TODO.
opted-out-all =
    Listo: { $shop } ya no manda nada por su cuenta, ni avisos de tus compras.
    Tus puntos siguen guardados. Cuando escribas, te respondemos.
opted-in = ¡Hecho! Las novedades de { $shop } llegan por aquí. Para salir, escribe SALIR cuando quieras.
opt-out-ask = ¿Quieres dejar de recibir mensajes de la tienda?
opt-out-kept = De acuerdo, nada cambia.

## Lo que se consulta

menu = ¿En qué te ayudo{ $name }?
hello = ¡Hola{ $name }! ¿En qué te ayudo?
you-are-welcome = Gracias a ti 💚
balance = Tienes *{ $balance } puntos*.
balance-held = Reservados para retirar un premio: { $held }.
balance-debt = Faltan { $debt } puntos de una compra devuelta. Tus próximas compras cubren eso primero.
balance-zero = Tienes *0 puntos*. En tu próxima compra, di tu celular en la caja y empiezas a juntar.
balance-expires = ⏳ { $points } puntos valen hasta el { $day }.
next-reward = Te faltan *{ $missing }* para { $reward }.
reward-ready = Ya te alcanza para: *{ $reward }*. Escribe *canjear*.
statement = Tus últimos movimientos:
statement-none = Todavía no tienes movimientos. Tu primera compra aparece aquí.
statement-purchase = { $day } · +{ $points } · compra de { $amount }
statement-referral = { $day } · +{ $points } · invitación
statement-reward = { $day } · { $points } · premio
statement-reversal = { $day } · { $points } · anulación
statement-opening = { $day } · +{ $points } · saldo inicial
statement-balance = Saldo: *{ $balance } puntos*
referral =
    Tu código es *{ $code }*.
    Quien entre con él gana { $friend } puntos en su primera compra desde { $minimum }, y tú ganas { $referrer }.
    Solo reenvía el próximo mensaje 👇
referral-share = ¡Hola! Junto puntos en { $shop } y me acordé de ti. Entra con mi código *{ $code }* y gana { $friend } puntos en la primera compra: { $link }
referral-own = *{ $code }* es tu propio código 😊 Sirve para quienes invites.
referral-unknown = No encontré el código *{ $code }*. ¿Lo confirmas con quien te invitó?
referral-late = La invitación vale solo para quien aún no está en el club. Pero puedes invitar: escribe *invitar*.
referral-none = Por ahora el club no tiene premio por invitar.
ranking = 🏆 *{ $month }*: estás en el puesto { $place }, con *{ $points } puntos*.
ranking-first = 🏆 *{ $month }*: ¡vas en primer lugar, con *{ $points } puntos*!
ranking-row = { $place }.º { $name } · { $points }
ranking-gap = Te faltan *{ $gap }* para pasar a quien va delante.
ranking-empty = 🏆 *{ $month }*: todavía no sumaste puntos este mes.
ranking-none = Este club no tiene ranking.
rewards = Tu saldo: *{ $balance } puntos*. Los premios:
rewards-none = El club todavía no tiene premios registrados.
reward-can = ✔ *{ $number }* · { $reward } · { $price } puntos
reward-cannot = *{ $number }* · { $reward } · { $price } puntos (faltan { $missing })
reward-how = Para canjear uno, escribe su número.
reward-held =
    { "*" }{ $reward }*: ¡reserva hecha! Tu código:

    { "*" }{ $code }*

    Muéstralo en la caja hasta el { $day } a las { $time }. Saldo libre: { $available } puntos.
reward-missing = Para *{ $reward }* todavía faltan { $missing } puntos.
reward-blocked = Los premios vuelven cuando se cubran los { $debt } puntos de la devolución. Tus compras siguen sumando.
reward-unknown = No encontré ese premio. ¿Quieres ver la lista?
reward-taken = Premio entregado: *{ $reward }* ✅ Saldo: { $balance } puntos.
reward-lapsed = La reserva de *{ $reward }* venció y los { $points } puntos volvieron. Saldo: { $balance } puntos.
rules =
    Funciona así:
    • Compra y di tu celular en la caja
    • Cada R$ 1 vale *{ $rate } puntos*, sin contar fracciones
    • Cada crédito dura { $days } días
rules-referral = • Invita: { $referrer } puntos para ti y { $friend } para quien entre, en su primera compra desde { $minimum }
rules-rewards = • Canjea puntos por premios: escribe *premios*. Los puntos no se cambian por dinero.
contact = Te atiende el equipo de { $shop }: { $contact }
contact-quiet = Guardo silencio aquí por { $hours } horas para que conversen. Para hablar conmigo antes, manda *menu*.
no-vouchers = Este club no usa vales: los puntos se canjean por premios. Escribe *premios* para verlos.
no-tiers = Este club no tiene niveles. Tu puesto del mes está en el *ranking*.
no-birthday = Todavía no guardo cumpleaños, pero gracias por contarme 🎂
name-set = Guardado: *{ $name }*.
language = De acuerdo, sigo en español.
unknown = No entendí. Puedo ver tu saldo, mostrarte las opciones o darte el contacto del equipo.
unknown-again = Mejor que te ayude una persona. Habla con el equipo de { $shop }: { $contact }
no-audio = Todavía no escucho audios 🙈 ¿Puedes escribirlo?
no-media = Llegó, pero solo puedo leer texto. ¿Puedes escribir lo que necesitas?
frozen = Este número parece haber cambiado de titular, y los puntos quedan guardados hasta que la tienda lo verifique. Habla con el equipo de { $shop }: { $contact }
## De quién es el número, y los datos de la propia persona

number-ask =
    ¡Hola! { $shop } ya conocía este número con otra cuenta de WhatsApp. Antes de seguir, ¿quién está aquí?
    { "*" }1* no soy esa persona: el número ahora es mío
    { "*" }2* soy yo, cambié de teléfono o de cuenta
number-code =
    ¡De acuerdo! Para proteger los puntos, muestra este código en la caja hasta el { $day } a las { $time }:

    { "*" }{ $code }*

    El equipo lo revisa y libera todo al momento.
number-yours = Hecho: este número ahora es tuyo, y nada de quien lo usaba antes aparece aquí.
number-request = Tu número no nos aparece. Si quieres decirlo en la caja y sumar puntos, toca el botón para compartirlo. Si prefieres que no, está bien.
number-linked = Número anotado ✅ Solo dilo en la caja. Saldo: *{ $balance } puntos*.
moved-ask = WhatsApp avisó que tu número o teléfono cambió. ¿Fuiste tú?
moved-confirmed = ¡Gracias! Tus puntos están liberados. ¿Qué premio será?
returned = Revisado en la caja ✅ Tus puntos están de vuelta. Saldo: *{ $balance } puntos*.
data-kept = Lo que { $shop } guarda sobre ti:
data-name = • Nombre: { $name }
data-phone = • Número: { $phone }
data-since = • Desde: { $day }
data-balance = • Saldo: { $balance } puntos
data-purchases = { $purchases ->
    [0] • Compras: ninguna
    [one] • Compras: { $purchases }
   *[other] • Compras: { $purchases }
}
data-program = • Aceptó el club el { $day }
data-offers = • Aceptó ofertas el { $day }
data-no-offers = • No quiere ofertas desde el { $day }
data-no-receipts = • No quiere avisos desde el { $day }
data-rights = Para corregir el nombre, manda *llámame* y el nombre. Para borrar todo, manda *borrar mis datos*. El equipo de { $shop } también ayuda: { $contact }
erase-ask = Esto borra tu nombre, tu número y esta conversación, y se pierden { $balance } puntos (un premio reservado también). Solo quedan movimientos sin nombre y el registro de tus consentimientos, que pide la ley. No se puede deshacer. ¿Borrar todo?
erase-debt = Los { $debt } puntos que faltan de la devolución se perdonan.
erased = Listo: tus datos se borraron de { $shop }. Si un día quieres volver, manda un mensaje.
erase-kept = De acuerdo, no se borró nada.
erase-staff = Quien es del equipo tiene que salir antes: pídelo a quien gestiona (*desvincular* y el nombre).

## Lo que llega por una compra

receipt = Compra de *{ $amount }* registrada ({ $store }) ✅ *+{ $points } puntos*
receipt-referral = Regalo por la invitación: *+{ $points }*
receipt-repaid = { $points } puntos cubrieron la devolución anterior.
receipt-balance = Saldo: *{ $balance }* · estos valen hasta el { $day }
receipt-debt = Todavía faltan { $debt } puntos de la devolución.
friend-bought = { $friend } hizo su primera compra: *+{ $points }* para ti 🎁 Saldo: { $balance } puntos.
reversed = Compra de { $amount } anulada: −{ $points } puntos.
reversed-referral = El regalo por la invitación salió también: −{ $points }.
reversed-balance = Saldo: { $balance } puntos.
friend-reversed = La primera compra de { $friend } se devolvió: −{ $points }. Saldo: { $balance } puntos.

## Equipo: ventas

sale-done = ✅ { $name } · { $amount } · *+{ $points }* · saldo { $balance }
sale-referral = 🎁 primera compra por invitación: +{ $points }
sale-never-wrote = Esta persona todavía no le escribió a la tienda: no se envió nada. Muéstrale el QR del cartel para que vea sus puntos.
sale-waits = El aviso queda guardado hasta su próximo mensaje.
sale-template = Su conversación estaba cerrada: el aviso fue como plantilla de WhatsApp.
sale-undelivered = ⚠️ WhatsApp dice que a este número no llega nada. Confirma que esté bien; el saldo queda guardado.
sale-silent = Esta persona pidió no recibir avisos.
sale-undo-hint = ¿te equivocaste? responde *deshacer*
sale-again = Igual a la de las { $time }. ¿Es otra compra?
sale-confirm =
    ¿Está bien?
    { $name } · { $phone }
    { "*" }{ $amount }*
sale-confirm-many = ¿Está bien la lista?
sale-row = • { $name } · { $phone } · *{ $amount }*
sale-row-new = • cliente nuevo { $phone } · *{ $amount }*
sale-confirm-cpf = Ese número también puede ser un CPF. ¿Es realmente el celular?
sale-new =
    Cliente nuevo: *{ $phone }*, venta de *{ $amount }*.
    ¿El número está bien?
sale-dropped = De acuerdo, no se registró nada.
sale-replaced = La venta anterior, sin respuesta, quedó descartada.
sale-many = Son demasiadas ventas en un solo mensaje. Manda hasta { $most } por vez.
ask-phone = *{ $amount }*, anotado. ¿Cuál es el celular del cliente, con DDD?
ask-amount = *{ $name }*: ¿cuál es el monto de la compra?
bad-phone = El número parece incompleto. ¿Lo mandas otra vez con DDD? Ej.: 11 98765-4321
given-cpf = Eso parece un CPF, y aquí usamos el celular del cliente. ¿Cuál es el número?
two-phones = Leí dos celulares: { $first } y { $second }. ¿Lo mandas otra vez solo con el del cliente?
two-amounts = Leí dos montos: { $first } y { $second }. ¿Lo mandas otra vez solo con el de la compra?
bad-amount = No pude leer el monto. Mándalo así: 11 98765-4321 89,90
amount-zero = Monto cero: no se registró nada. ¿Cuál es el monto de la compra?
amount-negative = Un monto negativo no es una venta. Para quitar la última, escribe *deshacer*.
amount-too-high = *{ $amount }* pasa el límite de { $limit } por mensaje: no se registró nada. ¿Revisas el monto?
own-number = Ese es tu propio número: nadie registra ventas para sí. Pídelo a otra persona del equipo.
manager-unknown =
    No entendí. Lo que puedes mandar:
    { "*" }Venta*: 11 98765-4321 89,90
    { "*" }Ventas de hoy*: resumen
    { "*" }Quién trabaja aquí*: equipo
    { "*" }Avisar a clientes*: avisar a todos Mañana abrimos a las 10
    { "*" }Lo que cobra WhatsApp*: costos
    El resto: ayuda
staff-unknown = No entendí. Para registrar una venta: 11 98765-4321 89,90
staff-help =
    { "*" }Venta*: 11 98765-4321 89,90
    { "*" }Código de premio*: v 7KD2
    { "*" }Deshacer* (10 min): deshacer
    { "*" }Devolución*: responde a la venta con reembolso o reembolso 30,00
    { "*" }Consultar*: ? 11 98765-4321
    { "*" }Hoy*: resumen
staff-help-manager =
    { "*" }Avisar a clientes*: avisar a todos TEXTO
    { "*" }Equipo*: equipo · agregar vendedor { $area } 9XXXX-XXXX NOMBRE · sacar a NOMBRE del equipo
    { "*" }Lo que cobra WhatsApp*: costos
no-longer-staff = Este número ya no está en el equipo de { $shop }, así que no se registró nada. Si es un error, habla con quien administra la tienda.
not-staff = Las ventas de { $shop } solo las registra el equipo. Si compras aquí, escribe *saldo* o *quiero participar*.
lookup = { $name } · final { $phone } · saldo *{ $balance }*
lookup-nobody = Nadie tiene registro con { $phone }. Manda el monto para registrar la primera compra. Si la persona solo tiene nombre de usuario en WhatsApp, pídele que mande su número en el chat de la tienda y toque el botón.
sale-contested = ⚠️ El número { $phone } apareció con otra cuenta de WhatsApp y aún no se sabe de quién es. La compra entra en la ficha nueva, sin el saldo antiguo; si es la misma persona, todo se une después.
frozen-staff = Esa ficha está guardada hasta confirmar de quién es el número: no se registró nada. Pide el código que la persona recibió en el chat, o quien gestiona manda *liberar* y el número.
return-ask = ¿Liberar la ficha de *{ $name }* (final { $phone }) a quien está aquí? Confirma el nombre con la persona.
return-done = ✅ Ficha liberada: { $name }
return-kept = De acuerdo, la ficha sigue guardada.
return-over = Ese código ya no vale. La persona puede pedir otro en el chat.
not-frozen = La ficha de { $phone } no está guardada: no hay nada que liberar.
erase-ask-staff = Esto borra el nombre, el número y las conversaciones de *{ $name }*, y se pierden { $balance } puntos. No se puede deshacer. ¿Borrar todo?
erased-staff = ✅ Datos borrados. Solo quedan movimientos sin nombre.
erase-nobody = No encontré a nadie con ese número: no se borró nada.
expired = Esa solicitud venció. ¿Quieres empezar de nuevo?

## Equipo: caja

undone = ↩ Venta deshecha: { $name } · { $amount } · −{ $points } · saldo { $balance }
undo-ask = ¿Deshacer la de *{ $amount }* ({ $name }, { $time })?
undo-which = Tienes más de una venta reciente:
undo-row = • { $time } · { $name } · { $amount }
undo-nothing = No hay ventas tuyas en los últimos minutos para deshacer. Para una devolución, responde a la venta con *reembolso*.
undo-already = Esa venta ya se deshizo.
undo-late = Esa ya no se puede deshacer. Si es una devolución, responde a la venta con *reembolso*.
undo-kept = De acuerdo, la venta queda.
refunded = ↩ Reembolso: { $name } · { $amount } · −{ $points } · saldo { $balance }
refund-which = Responde al mensaje de la venta con *reembolso* (o *reembolso 30,00*), para saber cuál es.
refund-too-much = De esa venta solo quedan { $left }: no se reembolsó nada.
refund-manager = Un reembolso de más de { $limit } lo hace quien administra la tienda.
code-ask = *{ $reward }* · { $name } · ¿Entrega hecha?
code-done = ✅ Premio entregado: { $reward } · { $name }
code-used = Ya se usó: { $reward }, el { $day } a las { $time }, { $by }, { $store }.
code-over = La reserva de { $reward } venció; los puntos volvieron al cliente.
code-unknown = No encontré el código *{ $code }*. ¿Lo confirmas con el cliente?
code-tries = Muchos códigos que no existen en poco tiempo. Espera 10 minutos o llama a quien administra la tienda.
code-kept = De acuerdo, el código sigue valiendo.
day = { $sales ->
    [0] { $when }: ninguna venta · *{ $total }*
    [one] { $when }: { $sales } venta · *{ $total }*
   *[other] { $when }: { $sales } ventas · *{ $total }*
}
day-back = { $sales ->
    [one] Devolución en { $sales } venta anterior: { $total } devueltos de ella
   *[other] Devoluciones en { $sales } ventas anteriores: { $total } devueltos de ellas
}
day-points =
    Puntos dados: { $given }
    Usados: { $used }
day-reversed = Anulados de ventas anteriores: { $points }
day-undone = Sin contar: { $points } dados y luego anulados
day-unknown = No conozco ese día. Envía por ejemplo *resumen ayer*, *resumen 21/11* o *resumen de la semana*.
day-referral = Por invitación: { $points }
day-staff = { $sales ->
    [one] { $name }: { $sales } venta · { $total }
   *[other] { $name }: { $sales } ventas · { $total }
}

## Administración

only-managers = Solo quien administra la tienda hace eso.
announce-preview =
    Vista previa 👇

    { $text }
announce-ask = { $people ->
    [one] Para: *{ $people }* persona · fuera del envío: { $left_out }
   *[other] Para: *{ $people }* personas · fuera del envío: { $left_out }
} · *{ $price }* estimado
announce-nobody = Nadie puede recibirlo ahora: no se envió nada.
announce-ways = Con conversación abierta: { $chat } · como plantilla de WhatsApp: { $template }
announce-left = Fuera: { $refused } sin pedir ofertas · { $unreached } sin conversación en las últimas 24 h
announce-empty = Escribe el texto junto: *avisar a todos* El sábado hay baño doble.
announce-long = El texto pasa de { $most } caracteres: no se envió nada. ¿Lo puedes acortar?
announce-sent = { $people ->
    [one] Enviando a { $people } persona ✅
   *[other] Enviando a { $people } personas ✅
}
announce-dropped = De acuerdo, no se envió nada.
announce-waits = { $people ->
    [one] Guardado para { $people } persona. Sale con *liberar avisos*.
   *[other] Guardado para { $people } personas. Sale con *liberar avisos*.
}
announce-rests = ⚠️ Los anuncios nuevos siguen en pausa. Para soltarlos: *liberar avisos*.
resting-none = Ningún anuncio está en pausa.
resting-over = Ningún anuncio estaba en pausa. Los próximos salen como siempre ✅
resting-preview = { $count ->
    [one] Hay { $count } anuncio en pausa 👇
   *[other] Hay { $count } anuncios en pausa 👇
}
resting-one = { $people ->
    [one] • { $day } · { $people } mensaje · { $text }
   *[other] • { $day } · { $people } mensajes · { $text }
}
resting-more = { $count ->
    [one] y { $count } anuncio más
   *[other] y { $count } anuncios más
}
resting-refused = { $people ->
    [one] Fuera: { $people } persona ya no quiere ofertas
   *[other] Fuera: { $people } personas ya no quieren ofertas
}
resting-unreached = { $people ->
    [one] Sigue en pausa: { $people } persona sin conversación en las últimas 24 h y sin plantilla aprobada
   *[other] Siguen en pausa: { $people } personas sin conversación en las últimas 24 h y sin plantilla aprobada
}
resting-doubtful = { $people ->
    [one] { $people } persona quizás ya lo recibió, antes de restaurar el sistema: ese no sale por aquí. Decide quien cuida el sistema.
   *[other] { $people } personas quizás ya lo recibieron, antes de restaurar el sistema: esos no salen por aquí. Decide quien cuida el sistema.
}
resting-nobody = De lo que está en pausa, nadie puede recibir nada ahora. No se envió nada; para desistir: *descartar avisos*.
resting-kept = De acuerdo, siguen en pausa.
resting-dropped = { $messages ->
    [one] Descartado: { $messages } mensaje ya no sale.
   *[other] Descartado: { $messages } mensajes ya no salen.
}
announcement = *{ $shop }*: { $text }
team = { $people ->
    [one] *Equipo*: { $people } persona
   *[other] *Equipo*: { $people } personas
}
team-since = { $name } · { $role } · desde el { $day }
team-one = { $name } · { $role }
team-more = … y { $people } más
team-how = Entra alguien: agregar vendedor { $area } 9XXXX-XXXX NOMBRE. Sale alguien: sacar a NOMBRE del equipo
hired =
    { "*" }{ $name }* ya puede registrar ventas desde ese número. Reenvía el enlace para empezar la conversación:
    { $link }
hire-how = Mándalo así: agregar vendedor { $area } 9XXXX-XXXX NOMBRE
hired-already = { $name } ya está en el equipo.
dismissed = *{ $name }* ya no está en el equipo. Los próximos mensajes de esa persona no registran nada.
dismiss-nobody = No encontré a esa persona en el equipo. Mándalo así: sacar a NOMBRE del equipo
claimed = Listo: administras *{ $shop }* desde aquí.
claim-other = Ese código no es de invitación ni el de quien gestiona *{ $shop }*, que vale una sola vez. Quien instaló puede hacer otro.
claim-unknown = Ese código no es el de *{ $shop }*. Revísalo letra por letra: no lleva 0, O, I, L ni U. Quien instaló el sistema ve el código con *fregues merchant list*, y hace otro con *fregues merchant claim { $merchant }*.
not-yet = Eso todavía no se puede hacer por mensaje.

## Textos listos de enlaces y pies

join-text = Quiero participar del { $shop }
join-text-code = Quiero participar del { $shop }. Código { $code }
staff-text = ayuda
opt-out-footer = Para no recibir más, responde SALIR

## El cartel del mostrador

poster-promise = Por cada { $amount } en compras, { $points } puntos. Con { $price }: { $reward }.
poster-points = Por cada { $amount } en compras, { $points } puntos.
poster-headline = Únete al club y junta puntos
poster-point = Apunta la cámara del celular
poster-send = Envía el mensaje en WhatsApp
poster-say = Di tu celular en la caja
poster-number = WhatsApp { $number }

## Botones y menú (hasta 20 letras; títulos del menú hasta 24, descripciones hasta 72)

# Lo que cobra WhatsApp
cost = { "*" }{ $month } hasta ahora: { $total }* (estimado)
cost-service = Respuestas y recibos en el chat: { $sent } · { $free } gratis · { $price }
cost-utility = Recibos con el chat cerrado: { $sent } · { $price }
cost-marketing = Anuncios: { $sent } · { $price }
cost-authentication = Códigos de acceso: { $sent } · { $price }
cost-free = Respuestas gratis que quedan este mes: { $left }
cost-unpriced = { $count ->
    [one] { $count } mensaje fue a un país sin precio y no está en la cuenta.
   *[other] { $count } mensajes fueron a países sin precio y no están en la cuenta.
}
cost-under-way = { $count ->
    [one] { $count } mensaje sin confirmación de entrega todavía.
   *[other] { $count } mensajes sin confirmación de entrega todavía.
}
cost-before = { $month } quedó en { $total }.
cost-none = { $month }: nada que pagar hasta ahora.
cost-how = Tarifa de Meta del { $day }, dólar a { $rate }. Vale la factura de Meta.

# Noticias del número, para quien es dueño
stopped-token = ⚠️ WhatsApp ya no acepta el acceso del sistema (código { $code }). No sale nada; todo queda guardado y sale después. Crea un token nuevo en el panel de Meta y ejecuta: fregues doctor
stopped-payment = ⚠️ WhatsApp detuvo los mensajes por el pago (código { $code }). Revisa la tarjeta de la cuenta en el Administrador de WhatsApp. Lo que está en cola sale en cuanto se resuelva.
stopped-restricted = ⚠️ WhatsApp restringió la cuenta del número (código { $code }). Mira el motivo en “Calidad de la cuenta”, en el panel de Meta. La cola queda guardada.
stopped-unregistered = ⚠️ El número ya no está registrado en la API de WhatsApp (código { $code }). Ejecuta: fregues setup. La cola queda guardada.
stopped-other = ⚠️ WhatsApp rechaza los envíos de este número (código { $code }). No se pierde nada: la cola espera. Para ver qué falta: fregues doctor
sending-resumed = ✅ El número vuelve a enviar.
sending-stood = { $hours ->
    [0] Estuvo parado { $minutes } min, desde el { $day } a las { $time }.
   *[other] Estuvo parado { $hours } h { $minutes } min, desde el { $day } a las { $time }.
}
sending-waited = { $count ->
    [one] { $count } mensaje estaba esperando; lo que todavía sirve está saliendo.
   *[other] { $count } mensajes estaban esperando; lo que todavía sirve está saliendo.
}
sending-late = { $count ->
    [one] { $count } de ellos ya no sale, porque llegaría tarde. Los puntos no cambian.
   *[other] { $count } de ellos ya no salen, porque llegarían tarde. Los puntos no cambian.
}
marketing-stopped = ⚠️ WhatsApp limitó los anuncios de este número (código { $code }). Los recibos y las respuestas siguen; los anuncios quedan en pausa. Para enviarlos después: *liberar avisos*. Para desistir de ellos: *descartar avisos*.
announcement-held = ⚠️ WhatsApp rechazó la plantilla de un anuncio (código { $code }). Quienes aún no lo recibieron quedan en espera; lo demás sigue. Para enviarlo después: *liberar avisos*. Para desistir: *descartar avisos*.
template-paused = ⚠️ WhatsApp pausó la plantilla “{ $template }” ({ $language }), casi siempre por quejas de quienes la recibieron. Quien no tiene la conversación abierta no la recibe: los recibos esperan a que la persona escriba, los anuncios no salen.
template-refused = ⚠️ WhatsApp rechazó la plantilla “{ $template }” ({ $language }): { $reason }. Quien no tiene la conversación abierta no la recibe: los recibos esperan a que la persona escriba, los anuncios no salen. Se puede pedir otra revisión en el Administrador de WhatsApp.
template-disabled = ⚠️ WhatsApp desactivó la plantilla “{ $template }” ({ $language }) del todo. Hasta que haya una nueva, quien no tiene la conversación abierta no la recibe: los recibos esperan a que la persona escriba, los anuncios no salen.
template-back = ✅ La plantilla “{ $template }” ({ $language }) se puede usar de nuevo.
template-marketing = ⚠️ WhatsApp cambió de categoría la plantilla “{ $template }” ({ $language }): cada mensaje cuesta ahora como marketing, { $price } (estimado). Se puede reclamar en el Administrador de WhatsApp.
template-utility = ✅ WhatsApp pasó la plantilla “{ $template }” ({ $language }) a la categoría de utilidad: cada mensaje cuesta menos ahora.
template-red = ⚠️ La plantilla “{ $template }” ({ $language }) tiene baja calidad: muchas personas la bloquearon o se quejaron. Si sigue así, WhatsApp la pausa.
template-untaken = ⚠️ WhatsApp rechazó la plantilla “{ $template }” ({ $language }) al enviarla (código { $code }). Quien no tiene la conversación abierta no la recibe: los recibos esperan a que la persona escriba. Revisa la plantilla en el Administrador de WhatsApp y ejecuta: fregues doctor
limit-changed = { $people ->
    [one] WhatsApp cambió el límite del número: { $people } persona por día puede recibir un mensaje sin haber escrito antes.
   *[other] WhatsApp cambió el límite del número: hasta { $people } personas por día pueden recibir un mensaje sin haber escrito antes.
}
limit-none = ✅ WhatsApp quitó el límite diario del número.
limit-denied = WhatsApp todavía no subió el límite diario del número. El motivo está en “Límites de mensajes”, en el Administrador de WhatsApp.
account-restricted = ⚠️ WhatsApp restringió la cuenta del número. Qué está parado, y hasta cuándo, está en “Calidad de la cuenta”, en el panel de Meta.
account-violation = ⚠️ WhatsApp anotó una infracción de sus reglas en esta cuenta ({ $what }). Los detalles están en “Calidad de la cuenta”, en el panel de Meta; allí también se puede pedir una revisión.
account-disabled = ⚠️ WhatsApp desactivó la cuenta del número. Nada sale hasta que vuelva; la revisión se pide en “Calidad de la cuenta”, en el panel de Meta.
account-free = ✅ WhatsApp liberó de nuevo la cuenta del número.
name-receipt = Recibo de compra
name-reversal = Devolución
name-redeemed = Premio entregado
name-approval = Pedido de aprobación
name-redemption-ask = Confirmación de uso de puntos
name-announcement = Anuncio de la tienda
name-invitation = Invitación al club
language-pt = portugués
language-es = español
language-en = inglés
refused-promotional = el texto parece publicidad
refused-category = la categoría no va con el texto
refused-abusive = el texto parece ofensivo
refused-format = hay un error en la forma del texto
refused-scam = el texto parece una estafa
refused-mismatch = el idioma o el contenido no va con lo que se pidió
refused-other = sin motivo informado
refused-unavailable = esta categoría no está habilitada para la cuenta
role-owner = dueño(a)
role-manager = encargado(a)
role-cashier = cajero(a)
span-today = Hoy hasta ahora
span-yesterday = Ayer
span-week = Esta semana, hasta ahora
span-month = Este mes, hasta ahora

menu-button = Ver opciones
rewards-button = Elegir premio
button-balance = Ver saldo
button-statement = Movimientos
button-rewards = Premios
button-referral = Invitar y ganar
button-ranking = Ranking
button-rules = Cómo funciona
button-human = Hablar con la tienda
button-menu = Ver opciones
button-opt-out = Parar ofertas
button-opt-in = Volver a recibir
button-join-only = 1 · Entrar
button-join-offers = 2 · Entrar + ofertas
button-join-not = Ahora no
button-yes = Sí
button-no = No
button-send = Enviar
button-discard = Descartar
button-undo = Deshacer
button-not-me = No soy esa persona
button-it-is-me = Soy yo
button-erase = Borrar todo
button-keep = Mantener registro
reward-price = { $price } puntos
menu-balance = Tus puntos y el próximo premio
menu-rewards = Lo que puedes canjear por puntos
menu-statement = Tus últimas compras y canjes
menu-referral = Tu código y el texto para reenviar
menu-ranking = Tu puesto de este mes
menu-rules = Reglas y plazos
menu-human = El contacto del equipo

month-01 = Enero
month-02 = Febrero
month-03 = Marzo
month-04 = Abril
month-05 = Mayo
month-06 = Junio
month-07 = Julio
month-08 = Agosto
month-09 = Septiembre
month-10 = Octubre
month-11 = Noviembre
month-12 = Diciembre
