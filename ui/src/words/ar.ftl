## Everywhere
name = أمانة
skip-to-content = إلى المحتوى
nav = إلى أين
nav-projects = المشاريع
nav-log = سجل الاطلاع
nav-queue = قائمة عملك
nav-statement = كشف الحساب
sign-out = خروج
sign-out-waiting = { $count ->
    [one] شيء واحد فعلتَه لم يُرسَل بعد. يبقى على هذا الجهاز ويُرسَل حين تدخل من هنا من جديد. أتخرج؟
    [two] شيئان فعلتَهما لم يُرسَلا بعد. يبقيان على هذا الجهاز ويُرسَلان حين تدخل من هنا من جديد. أتخرج؟
    [few] { $count } أشياء فعلتَها لم تُرسَل بعد. تبقى على هذا الجهاز وتُرسَل حين تدخل من هنا من جديد. أتخرج؟
   *[other] { $count } شيئًا فعلتَه لم يُرسَل بعد. يبقى على هذا الجهاز ويُرسَل حين تدخل من هنا من جديد. أتخرج؟
  }
other-digits = كتابة الأعداد بالأرقام العربية أو اللاتينية
loading = جارٍ التحميل.
failed = تعذّر عرض هذه الصفحة.
failed-safe = لم يضِع شيء. حاول بعد قليل.
failed-sign-in = ادخل، أو افتح الرابط الذي أُرسل إليك، أو اطلب رابطًا جديدًا ممن أرسله.
failed-gone = ربما حُذف، أو ليس لك أن تراه.
offline-nothing = المحرّك لا يجيب. تعيد الصفحة المحاولة وحدها.
offline-old = المحرّك لا يجيب. ما تراه آخر ما قاله، وتعيد الصفحة المحاولة وحدها.
try-again = حاول من جديد
to-front = إلى الصفحة الأولى
to-project = إلى المشروع
copy = نسخ
copied = نُسخ
close = إغلاق
cancel = إلغاء
understood = فهمت
page-next = التالي
page-before = السابق
missing-title = لا شيء هنا
missing = لا صفحة في هذا العنوان.
sending = إرسال الملف

## Words of the field
project = المشروع
task = المهمة
task-type = النوع
state = الحالة
row = الصف
field = الحقل
when = الوقت
made = أُنشئ
amount = المبلغ
annotations = التوسيمات
currency = العملة
what-to-do = ما العمل
the-line = السطر
people-per-task = عدد الموسِّمين لكل مهمة
pay-per-annotation = أجر التوسيم الواحد
type-comparison = مقارنة
type-classification = تصنيف
type-rewriting = إعادة كتابة
project-draft = مسودة
project-paused = موقوف
project-closed = مغلق
transfer-pending = معلّق
transfer-posted = مستحَق
transfer-voided = مُبطَل
task-open = مفتوحة
task-settled = محسومة
task-withdrawn = مسحوبة
task-row = الصف { $row }
task-counts = أُجيب عن { $answered } من { $needed }، وقيد الإجابة { $held }

## Front and link
front-title = أمانة
front-what = محرّك مفتوح للبيانات البشرية. تدخل المهام، فيجيب عنها أناس مؤهلون ويُؤجَرون، وتخرج مجموعة بيانات يستطيع كل أحد أن يتحقق من جودتها ومن صونها.
front-no-session = لم تدخل من هذا المتصفح بعد. ادخل، أو افتح رابط المرة الواحدة الذي أُرسل إليك. وإن كنت من شغّل هذا المحرّك فقد طُبعت روابطه في الطرفية، ويصنع الأمر “amana workspace create” غيرها.
front-enter-annotator = إلى قائمة عملك
front-enter-client = إلى مشاريعك
front-enter-auditor = إلى سجل الاطلاع
front-enter-operator = إلى صفحة المشغّلين
promise-walls = جدران تتحقق منها بنفسك.
promise-walls-how = لكل عميل مساحة عمل تعزلها قاعدة البيانات، وكل اطلاع على المحتوى مسجّل.
promise-quality = جودة تُقاس.
promise-quality-how = ما يعتقده المحرّك في كل مهمة يأتي معه مقدار الشك فيه.
promise-person = الشخص المناسب، ولا إجابة تضيع.
promise-person-how = كل مهمة تصل إلى من تحتاج إليهم، مرة واحدة.
promise-pay = أجر عادل.
promise-pay-how = يُذكر الأجر قبل المهمة، ولا يتغير بعدها.
promise-captive = لا أحد أسير.
promise-captive-how = جهازك وبياناتك، وصيغ مفتوحة دخولًا وخروجًا.
link-title = أنت مدعو
link-what = يُدخلك هذا الرابط مرة واحدة من هذا المتصفح. لا يحدث شيء قبل أن تضغط الزر.
link-enter = ادخل
link-none = ليس في هذا العنوان رابط. افتح الرابط كاملًا كما أُرسل إليك.
sign-in = دخول
sign-in-passkey = بمفتاح مرور
sign-in-passkey-how = يسألك جهازك عن بصمتك أو وجهك أو رمزك، ولا يغادره شيء منها.
sign-in-passkey-use = استعمل مفتاح مرور
sign-in-code = برمز استرداد
sign-in-code-label = واحد من الرموز التي طبعتَها
sign-in-code-use = استعمل هذا الرمز
sign-in-password = بكلمة مرور
sign-in-password-use = ادخل
password = كلمة المرور
password-name = اسم دخولك
sign-in-identity = بدخول مؤسستك
sign-in-identity-how = تدخل في { $issuer } ثم تعود إلى هنا. تعلم أنك تستعمل هذا المكان، ولا تعلم شيئًا مما تفعل.
sign-in-identity-use = اذهب إليها
identity-coming = عودة من دخول مؤسستك.
sign-in-else = إن لم يكن لك هذا ولا ذاك فاطلب رابطًا جديدًا ممن دعاك. لا يستطيع أحد أن ينشئ حسابًا هنا.
link-enter-passkey = ادخل وأنشئ مفتاح مرور
link-passkey = بمفتاح المرور تعود متى شئت، ومن جهاز آخر أيضًا، بلا رابط جديد.
failed-passkey = يُشترط هنا مفتاح مرور على كل من هو أكثر من موسِّم.

## Your account
nav-account = حسابك
account-title = حسابك
sessions-title = أين أنت داخل
sessions-how = تنتهي الجلسة وحدها إن لم تُستعمل أسبوعًا، وبعد ثلاثين يومًا على كل حال. وما تنهيه هنا يُرفض من تلك اللحظة.
sessions-end-others = إنهاء كل الجلسات الأخرى
session-as = بصفة
session-by = بوساطة
session-since = منذ
session-this = هذه
session-end = إنهاؤها
session-ended = { $count ->
    [zero] لم تكن جلسة أخرى مفتوحة.
    [one] انتهت جلسة واحدة.
    [two] انتهت جلستان.
    [few] انتهت { $count } جلسات.
   *[other] انتهت { $count } جلسة.
  }
last-used = آخر استعمال
device = الجهاز
device-words = { $browser } على { $system }
device-unknown = جهاز غير معروف
audience-annotator = موسِّم
audience-client = مسؤول المشروع
audience-auditor = مدقق
audience-operator = مشغِّل
method-link = رابط المرة الواحدة
passkeys-title = مفاتيح المرور
passkeys-how = يُدخلك مفتاح المرور ببصمة جهازك أو وجهك أو رمزك. ليس فيه سرّ يُنسخ من هنا أو يُكتب في صفحة مزيّفة.
passkeys-none = ليس لك مفتاح مرور بعد.
passkey-made-on = أُنشئ على
passkey-make = أنشئ مفتاح مرور
passkey-made = أُنشئ مفتاح المرور، ولك أن تدخل به من الآن.
passkey-remove = حذف
passkey-remove-asks = لن يُدخل هذا المفتاح أحدًا بعد الآن. والجلسات التي فتحها تبقى حتى تنهيها.
passkey-removed = حُذف.
passkey-known = في هذا الجهاز مفتاح مرور لهذا الحساب.
passkey-not-now = لم يُستعمل مفتاح مرور: أُغلق السؤال، أو ليس هنا مفتاح لهذا المكان.
passkey-cannot = لا يستطيع هذا المتصفح أن يستعمل مفاتيح المرور هنا.
codes-title = رموز الاسترداد
codes-how = ليوم لا يكون فيه مفتاح مرور في متناولك: عشرة رموز على ورق، كل واحد منها يُدخلك مرة.
codes-left = { $count ->
    [zero] ليس لك رموز.
    [one] بقي رمز واحد لم يُستعمل.
    [two] بقي رمزان لم يُستعملا.
    [few] بقيت { $count } رموز لم تُستعمل.
   *[other] بقي { $count } رمزًا لم يُستعمل.
  }
codes-make = أنشئ عشرة رموز
codes-make-again = أنشئ عشرة رموز جديدة تُبطل القديمة
codes-once = تظهر هذه الرموز هذه المرة وحدها. اطبعها أو انسخها حيث لا يقرؤها سواك.
codes-print = اطبع
method-passkey = مفتاح مرور
method-code = رمز استرداد
happened-passkey-added = أُنشئ مفتاح مرور
happened-passkey-removed = حُذف مفتاح مرور
happened-codes-made = أُنشئت رموز استرداد
password-title = كلمة المرور
password-how = حيث لا يُستعمل مفتاح مرور فحسب. اختر اثني عشر حرفًا على الأقل لا تستعملها في مكان آخر. ويُختار لك الاسم الذي يصحبها.
password-none = ليس لك كلمة مرور.
password-since = وُضعت { $at }.
password-set = ضع كلمة المرور
password-set-again = ضع كلمة مرور أخرى
password-done = تدخل من الآن بهذا الاسم وبكلمة المرور. يظهر الاسم هذه المرة وحدها.
password-remove = احذف كلمة المرور
password-removed = حُذفت، ولا تُدخل أحدًا بعد الآن.
method-password = كلمة مرور
happened-password-set = وُضعت كلمة مرور
happened-password-removed = حُذفت كلمة المرور
identity-title = دخول مؤسستك
identity-how = إن ربطتَه بهذا الحساب أدخلك دخولك في { $issuer } إلى هنا أيضًا.
identity-none = لم يُربط دخول بعد.
identity-since = رُبط { $at }.
identity-link = اربطه
identity-unlink = افصله
method-identity = المؤسسة
happened-identity-linked = رُبط دخول مؤسسة
happened-identity-unlinked = فُصل دخول مؤسسة
happened-operator-proposed = اقتراح مشغّل
happened-operator-approved = موافقة على مشغّل
happened-operator-declined = رفض مشغّل
happened-declaration-proposed = اقترح بيانًا لسجل الحياد
happened-declaration-announced = أعلن بيانًا
happened-declaration-declined = رفض بيانًا
events-title = ما جرى في حسابك
events-how = آخر خمسين حدثًا. إن كان فيها ما ليس منك فأنهِ الجلسات الأخرى وأخبر من دعاك.
happened-what = ما جرى
happened-signed-in = دخول
happened-refused = محاولة رُفضت
happened-signed-out = خروج
happened-ended = أُنهيت جلسة

## API keys
nav-keys = مفاتيح البرامج
keys-title = مفاتيح البرامج
keys-how = يُدخل المفتاح برنامجًا. أعطِ كل برنامج مفتاحًا له وحده، لا يستطيع به إلا ما يلزمه، ليُلغى وحده.
keys-none = لا مفتاح بعد.
key = المفتاح
key-new = مفتاح جديد
key-label = ماذا تسمّيه
key-verbs = ما يستطيعه
key-projects = لأي المشاريع
key-projects-how = لا تختر شيئًا ليكون لكل مشروع، ولما يأتي منها، ولمساحة العمل نفسها: المشاريع الجديدة وسجل الاطلاع والمفاتيح.
key-all-projects = كلها
key-first = أول مفاتيح مساحة العمل
key-make = أنشئ المفتاح
key-once = يظهر هذا المفتاح هذه المرة وحدها. انسخه إلى حيث يقرؤه البرنامج.
key-revoke = إلغاء
key-revoke-asks = لن يفتح المفتاح «{ $label }» شيئًا من تلك اللحظة، ويتوقف كل ما يستعمله.
key-revoked = أُلغي { $at }
verb-read = قراءة المشاريع والمهام والناس وسجل الاطلاع
verb-import = استيراد المهام
verb-export = تصدير التوسيمات
verb-deliver = تجميد التسليمات وتنزيلها
verb-manage = الإدارة: المشاريع والدعوات والمفاتيح وكل ما يُسيَّر
verb-short-read = قراءة
verb-short-import = استيراد
verb-short-export = تصدير
verb-short-deliver = تسليم
verb-short-manage = إدارة

## Operators
nav-operators = المشغّلون
operators-title = المشغّلون
operators-how = المشغّلون يديرون هذا المحرّك، ولا حق لهم في محتوى أحد. ولا يصير أحد منهم إلا باثنين: يقترحه واحد ويوافق آخر.
operator-since = منذ { $at }
operator-you = · أنت
operator-label = ماذا تسمّي هذا الشخص
operator-propose = اقترح
operator-link = رابط المرة الواحدة للمشغّل الجديد، يظهر هذه المرة وحدها
proposals-title = المقترَحون
proposals-none = لم يُقترح أحد.
proposal-until = حتى { $at }
proposal-mine = على مشغّل آخر أن يوافق.
proposal-approve = أوافق
proposal-decline = أرفض

## The neutrality record
neutrality-title = سجل الحياد
neutrality-how = من يملك مشغّل هذا المحرّك، ومَن من عملائه ومورّديه على صلة به. تُعلن التغييرات قبل أن تسري، وكل بند موقَّع ويسمّي ما قبله، فلا يُسحب بند بعد إعلانه.
neutrality-none = لم يُعلن شيء بعد.
neutrality-from = ابتداءً من { $at }
neutrality-announced = { $count ->
    [0] أُعلن في { $at }، ولم يسبق ذلك اليوم.
    [one] أُعلن في { $at }، قبله بيوم.
    [two] أُعلن في { $at }، قبله بيومين.
    [few] أُعلن في { $at }، قبله بـ{ $count } أيام.
    [many] أُعلن في { $at }، قبله بـ{ $count } يومًا.
   *[other] أُعلن في { $at }، قبله بـ{ $count } يوم.
  }
neutrality-late = متأخرًا عمّا وُعد به: { $why }
neutrality-signed = البند { $number }، وقّعه
neutrality-download = نزّل السجل الموقَّع
neutrality-no-owner = لا أحد يملك أكثر من 5٪.
neutrality-is-client = عميل هنا
neutrality-is-vendor = مورِّد هنا
neutrality-related-client = عميل ذو صلة
neutrality-related-vendor = مورِّد ذو صلة
neutrality-changes = في سجل الحياد جديد يسري ابتداءً من { $at }.
neutrality-read = اقرأه
neutrality-understood = قرأته
announcing-how = يقرأ كل عميل ما يُعلن هنا، وله أن يجمّد عمله أو يغادر. ولا يُعلن إلا باثنين: يقترح مشغّل ويعلن آخر.
announcings-none = لم يُقترح شيء.
announcing-new = اقترح بيانًا
announcing-proposed = اقتُرح. على مشغّل آخر أن يعلنه.
announcing-announced = أُعلن: يقرؤه كل عميل من الآن.
announcing-announce = أعلنه نهائيًا
announcing-operator = من يشغّل هذا المحرّك
announcing-owner = مالك لأكثر من 5٪
announcing-name = الاسم
announcing-percent = النسبة المئوية
announcing-remove = احذف
announcing-add-owner = أضف مالكًا
announcing-related = عميل أو مورِّد ذو صلة
announcing-what = أيّهما
announcing-related-how = ما صلته
announcing-add-related = أضف عميلًا أو مورِّدًا ذا صلة
announcing-says = ما ينبغي للعملاء معرفته غير ذلك
announcing-from = من أي يوم يصح هذا
announcing-from-how = يُخبَر العملاء قبل ذلك بثلاثين يومًا على الأقل. ولا يُسمّى عميل إلا إن شاء.
announcing-why-late = إن كان قبل ذلك: لماذا لم يُخبَروا في وقته

## The workspace
notices = تنبيهات
nav-workspace = مساحة العمل
workspace-title = مساحة العمل
workspace-since = فُتحت في { $at }
workspace-destroyed = أُتلف كل ما في مساحة العمل هذه نهائيًا. لا يستطيع أحد قراءته بعد اليوم؛ وما كُسب مدفوع.
freeze-title = التجميد
freeze-how = لا يُعرض شيء مما هو لكم على أحد غير مسؤوليكم ومدققيكم حتى تستأنفوا. لا يضيع شيء: ما هو بين أيدي الناس يُقبل إرساله وتُدفع أجرته.
freeze = جمّد كل شيء الآن
frozen-since = مجمّدة منذ { $at }: لا يُعرض شيء على أحد غير أهلها.
thaw = استأنف العمل
carry-title = احملها معك
carry-how = ملف واحد فيه كل ما هو لكم: المهام والتوسيمات وأدلة العمل والناس بالأسماء التي أعطيتموهم والقيود والتسليمات وسجل التغييرات وسجل الاطلاع، يُقرأ بلا أمانة، ومعه قائمة بصمات موقَّعة.
carry-freeze-first = جمّد أولًا، فيكون كله من لحظة واحدة.
carry = نزّل كل شيء
leave-title = المغادرة نهائيًا
leave-how = تُتلف مفاتيح كل ما سبق، فلا تعيده أي نسخة احتياطية من قاعدة البيانات. من عمل لكم تُدفع أجرته. ولكم إيصال موقَّع. نزّل كل شيء أولًا.
leave-name = للتأكيد اكتب اسم مساحة العمل: { $name }
leave = أتلف كل ما في مساحة العمل
leave-done = أُتلف كل شيء.
receipt-download = نزّل الإيصال
shreds-title = ما أُتلف
shred-of-tasks = { $count ->
    [one] مهمة واحدة
    [two] مهمتان
    [few] { $count } مهام
    [many] { $count } مهمة
   *[other] { $count } مهمة
  }
shred-of-project = مشروع كامل
shred-of-workspace = مساحة العمل كلها
shred-lapses = تنقضي آخر نسخة احتياطية من المفاتيح في { $at }.
shred-no-backup = لم تكن المفاتيح في أي نسخة احتياطية محفوظة.

## The annotator's queue
queue-title = قائمة عملك
queue-pay = { $amount } عن كل توسيم
queue-today = { $count ->
    [zero] لم تجب عن شيء اليوم
    [one] توسيم واحد اليوم، { $amount }
    [two] توسيمان اليوم، { $amount }
    [few] { $count } توسيمات اليوم، { $amount }
    [many] { $count } توسيمًا اليوم، { $amount }
   *[other] { $count } توسيم اليوم، { $amount }
  }
queue-others = { $count ->
    [one] على هذا الجهاز إجابة تنتظر لشخص آخر، وتُرسَل حين يدخل من هنا من جديد.
    [two] على هذا الجهاز إجابتان تنتظران لشخص آخر، وتُرسَلان حين يدخل من هنا من جديد.
    [few] على هذا الجهاز { $count } إجابات تنتظر لشخص آخر، وتُرسَل حين يدخل من هنا من جديد.
   *[other] على هذا الجهاز { $count } إجابة تنتظر لشخص آخر، وتُرسَل حين يدخل من هنا من جديد.
  }
queue-start = ابدأ
queue-look = لا مهمة الآن: انظر
queue-paused = أوقفه العميل
queue-closed = أغلقه العميل
queue-empty = لا شيء لك بعد.
queue-empty-how = حين يدعوك عميل إلى مشروع يظهر هنا ومعه أجره.

## The desk
desk-title = المكتب
desk-task = المهمة التالية
desk-day = { $count ->
    [zero] لا شيء اليوم
    [one] واحد اليوم
    [two] اثنان اليوم
   *[other] { $count } اليوم
  }
desk-paused = أوقف العميل هذا المشروع. أكمل ما عندك، ولا تأتيك مهمة جديدة.
desk-closed = أغلق العميل هذا المشروع. أكمل ما عندك، ولا تأتيك مهمة جديدة.
desk-empty = لا مهمة مفتوحة لك في هذا المشروع.
desk-empty-next = ما يجدّ من المهام يظهر هنا وحده.
why-paused = أوقف العميل هذا المشروع.
why-closed = أغلق العميل هذا المشروع.
why-open = { $count ->
    [one] فُتحت لك مهمة من جديد، وتأتيك بعد لحظة.
    [two] فُتحت لك مهمتان من جديد، وتأتيانك بعد لحظة.
    [few] فُتحت لك { $count } مهام من جديد، وتأتيك بعد لحظة.
   *[other] فُتحت لك { $count } مهمة من جديد، وتأتيك بعد لحظة.
  }
why-answered = { $count ->
    [one] أجبتَ هنا عن مهمة واحدة.
    [two] أجبتَ هنا عن مهمتين.
    [few] أجبتَ هنا عن { $count } مهام.
   *[other] أجبتَ هنا عن { $count } مهمة.
  }
why-answered-all = { $count ->
    [one] أجبتَ عن المهمة الوحيدة التي تستطيعها هنا.
    [two] أجبتَ عن المهمتين اللتين تستطيعهما هنا.
    [few] أجبتَ عن كل ما تستطيعه هنا: { $count } مهام.
   *[other] أجبتَ عن كل ما تستطيعه هنا: { $count } مهمة.
  }
why-with-others = يجيب غيرك عن آخرها، وما يعيدونه يأتيك.
why-needs-skill = { $count ->
    [one] وبقيت مهمة واحدة تحتاج إلى مهارة ليست لك هنا.
    [two] وبقيت مهمتان تحتاجان إلى مهارة ليست لك هنا.
    [few] وبقيت { $count } مهام تحتاج إلى مهارة ليست لك هنا.
   *[other] وبقيت { $count } مهمة تحتاج إلى مهارة ليست لك هنا.
  }
why-needs-skill-only = { $count ->
    [one] المهمة المفتوحة الوحيدة تحتاج إلى مهارة ليست لك هنا.
    [two] المهمتان المفتوحتان تحتاجان إلى مهارة ليست لك هنا.
   *[other] كل المهام المفتوحة، وعددها { $count }، تحتاج إلى مهارة ليست لك هنا.
  }
why-skipped = { $count ->
    [one] تخطّيت مهمة واحدة، وهي لا تعود.
    [two] تخطّيت مهمتين، وهما لا تعودان.
    [few] تخطّيت { $count } مهام، وهي لا تعود.
   *[other] تخطّيت { $count } مهمة، وهي لا تعود.
  }
why-nothing = لكل مهمة هنا ما تحتاج إليه من الإجابات.
desk-offline = المحرّك لا يجيب، وقد أجبتَ عن كل مهمة على هذا الجهاز. إجاباتك محفوظة هنا وستُرسَل.
desk-no-project = هذا المشروع ليس في قائمة عملك.
desk-elsewhere = هذا المشروع مفتوح في علامة تبويب أخرى.
desk-take-over = اعمل هنا بدلًا منه
guideline = دليل العمل { $version }
guideline-title = دليل العمل
media-image = صورة بلا وصف
media-sound = تسجيل صوتي
media-film = مقطع مرئي
media-failed = تعذّر تحميل هذا الملف.
guideline-none = ليس لهذا المشروع دليل مكتوب.
submit = إرسال
undo = تراجع
skip = تخطٍّ
skipped = تخطّيتها. لن تعود إليك.
shortcuts = المفاتيح
shortcut-choose = اختر إجابة
shortcut-walk = من إجابة إلى التالية، ومفتاح المسافة يختار
shortcut-up = اصعد درجة
shortcut-submit = أرسل
shortcut-submit-writing = أرسل وأنت تكتب
shortcut-undo = اسحب آخر إجابة
shortcut-skip = دَع هذه المهمة لغيرك
panel = الإجابة { $number }
empty-content = هذه الإجابة فارغة.
choices-exactly = المختار { $count }، والمطلوب { $most }.
choices-up-to = المختار { $count }. اختر حتى { $most }، أو لا تختر شيئًا.
choices-from-to = المختار { $count }. اختر من { $least } إلى { $most }.
tree-way = الطريق إلى هنا
tree-top = الكل
tree-chosen = المختار: { $label }
tree-deeper = لم يُختر شيء بعد: اختر واحدًا من هذه.
rewrite-original = الأصل
rewrite-count = { $count ->
    [zero] لا حرف بعد
    [one] حرف واحد
    [two] حرفان
    [few] { $count } أحرف
    [many] { $count } حرفًا
   *[other] { $count } حرف
  }، والمقبول من { $least } إلى { $most }.
rewrite-unchanged = ما زال هو الأصل دون تغيير.
saved-there = محفوظ على جهازك وعند أمانة
saved-here = { $count ->
    [zero] محفوظ هنا، جارٍ الإرسال
    [one] محفوظ هنا، تُرسَل إجابة
    [two] محفوظ هنا، تُرسَل إجابتان
    [few] محفوظ هنا، تُرسَل { $count } إجابات
   *[other] محفوظ هنا، تُرسَل { $count } إجابة
  }
saved-offline = { $count ->
    [zero] محفوظ على هذا الجهاز.
    [one] محفوظ على هذا الجهاز. ستُرسَل إجابة واحدة حين يعود المحرّك.
    [two] محفوظ على هذا الجهاز. ستُرسَل إجابتان حين يعود المحرّك.
    [few] محفوظ على هذا الجهاز. ستُرسَل { $count } إجابات حين يعود المحرّك.
   *[other] محفوظ على هذا الجهاز. ستُرسَل { $count } إجابة حين يعود المحرّك.
  }
saved-saving = جارٍ الحفظ…
saved-page = في هذه الصفحة فقط: هذا المتصفح لا يحفظ شيئًا على الجهاز. أبقِ الصفحة مفتوحة حتى يُرسَل.
saved-signed-out = محفوظ على هذا الجهاز. انتهت جلستك: اطلب رابطًا جديدًا وافتحه هنا فيُرسَل.
refused-submit = لم تُقبل إجابة.
refused-skip = تعذّر تخطي مهمة. تعود إلى مكتبك ومعها ما كتبت.
refused-undo = تعذّر سحب إجابة.

## Statement
statement-title = كشف الحساب
statement-how = يبقى القيد معلّقًا حتى تُحسم مهمته ثم يصير مستحَقًا. سحب الإجابة يُبطل قيدها.
statement-totals = المجاميع
statement-newest = أحدث القيود
statement-empty = لا قيد بعد.
statement-empty-how = كل توسيم ترسله يصير قيدًا هنا بالأجر الذي ذُكر لك.

## The client
projects-title = المشاريع
projects-new = مشروع جديد
projects-empty = لا مشروع بعد.
projects-empty-how = المشروع نوع واحد من العمل: سؤال ودليل وأجر. أنشئ مشروعًا وأسقط فيه ملفًا.
new-title = مشروع جديد
new-name = الاسم
new-type = نوع المهمة
new-type-comparison = إجابتان متجاورتان: أيّهما أفضل؟
new-type-classification = نص، والأصناف التي ينتمي إليها.
new-type-rewriting = نص يكتبه الناس من جديد وأصله إلى جانبه.
new-type-outside = جاء هذا النوع مع حزمة مثبّتة.
new-options = الخيارات بصيغة JSON
new-options-schema = ما يمكن ضبطه
new-options-no-json = الخيارات ليست بصيغة JSON.
new-mode = ينتمي النص إلى
new-mode-single = صنف واحد لا غير
new-mode-several = أيّ عدد من الأصناف
new-mode-hierarchical = موضع واحد في شجرة
new-classes = الأصناف
new-classes-list = صنف في كل سطر.
new-classes-tree = صنف في كل سطر. السطر الذي يبدأ بمسافات أكثر مما فوقه تابع لما فوقه.
new-class-question-default = إلى أيّ صنف ينتمي؟
new-least = أقل ما يُختار
new-most = أكثر ما يُختار
new-most-how = إن تُرك فارغًا فكلها.
new-stop-early = الصنف الجامع إجابة أيضًا: لا يلزم النزول إلى آخر الشجرة
new-instruction = المطلوب
new-instruction-default = أعد كتابة النص
new-start = يبدأ النص
new-start-original = بالأصل
new-start-empty = بصفحة فارغة
new-reason = ماذا غُيّر ولماذا
new-reason-optional = يجوز أن يُذكر
new-reason-required = يجب أن يُذكر
new-reason-none = لا يُسأل عنه
new-chars-min = أقل عدد للأحرف
new-chars-max = أكثر عدد للأحرف
new-question = السؤال
new-question-default = أيّ الإجابتين أفضل؟
new-scale = السلّم
new-scale-3 = ثلاث درجات
new-scale-5 = خمس درجات
new-guideline-how = يُكتب بصيغة Markdown: عناوين وقوائم وجداول وروابط https. يقرؤه الموسِّمون على مكاتبهم، ويذكر السجل من قرأ أي نسخة.
new-more = الميزانية والمُهَل
new-budget = الميزانية
new-budget-how = يُرفض كل استيراد يتجاوزها. إن تُركت فارغة فلا حد.
new-lease = كم دقيقة تبقى المهمة عند صاحبها
new-lease-how = ثم تذهب إلى غيره.
new-undo = كم ثانية للتراجع
new-undo-how = إلى أن تنقضي يستطيع الموسِّم سحب إجابته، وبعدها تُحسم المهمة.
new-look = أنشئ مسودة وانظر في الملف
new-make = أنشئ مسودة
new-safe = لا يرى أحد المسودة حتى تفتحها.
drop-file = أسقط ملفًا هنا أو اختر واحدًا
drop-file-how = ‏JSON Lines أو CSV بسطر عناوين أو Parquet، حتى مليوني صف
import-title = استيراد المهام
import-how = أسقط ملفًا لترى ما سيصير إليه. لا يُنشأ شيء قبل أن تأمر.
import-sending = إرسال الملف
import-reading = قراءة كل صف
import-making = إنشاء المهام: كلها أو لا شيء
import-found = ما سيصير إليه الملف
import-rows = الصفوف
import-tasks = المهام
import-duplicates = مكررة تمامًا، متروكة
import-bad = صفوف لا تُقرأ
import-bad-how = أصلح هذه الصفوف ثم أسقط الملف من جديد، أو اتركها.
import-skip-bad = { $count ->
    [one] اترك هذا الصف
    [two] اترك هذين الصفين
    [few] اترك هذه الصفوف الـ{ $count }
   *[other] اترك هذه الصفوف الـ{ $count }
  }
import-refused = نزّلها مع ما يُصلح كلًّا منها
import-price = الكلفة إن أُجيب عنها كلها
import-make = { $count ->
    [one] أنشئ مهمة واحدة
    [two] أنشئ مهمتين
    [few] أنشئ { $count } مهام
   *[other] أنشئ { $count } مهمة
  }
import-nothing-yet = لم يُنشأ شيء بعد. الملف محفوظ ومختوم ليوم واحد.
import-made-already = أُنشئت هذه المهام من قبل.
import-cut-off = انقطع الاتصال. اضغط الزر من جديد: ما أُنشئ لا يُنشأ مرتين.
import-first = المهمة الأولى كما سيراها الموسِّم تمامًا
columns-title = الأعمدة
columns-how = خُمّنت من أسمائها. ما يُترك لا يخرج من الملف.
column-ignored = متروك
columns-read = اقرأ الملف هكذا
columns-wrong = يأخذ { $field } من { $least } إلى { $most } من الأعمدة وله { $count }.
field-responses = الإجابات
field-prompt = الطلب
field-text = النص
field-original = الأصل
field-media = ملفات الوسائط
field-item-id = معرّفك أنت للصف
project-open = مفتوح
project-says-empty = لا مهام في هذا المشروع بعد.
project-says-draft = { $tasks ->
    [one] مسودة فيها مهمة واحدة. لا يراها أحد حتى تفتحها.
    [two] مسودة فيها مهمتان. لا يراهما أحد حتى تفتحها.
    [few] مسودة فيها { $tasks } مهام. لا يراها أحد حتى تفتحها.
   *[other] مسودة فيها { $tasks } مهمة. لا يراها أحد حتى تفتحها.
  }
project-says-open = التوسيمات: وصل { $answered } من { $needed }، و{ $held } قيد العمل. المهام المحسومة: { $settled } من { $tasks }.
project-says-done = وصلت التوسيمات كلها، وعددها { $needed }. المهام المحسومة: { $settled } من { $tasks }.
project-import = استيراد المهام
project-open-it = افتحه للموسِّمين
project-invite = ادعُ موسِّمين
project-people = عدد من أجابوا
project-pending = أجر معلّق
project-posted = أجر مستحَق
quality-title = الاتفاق
quality-alpha = { $value } ({ $low }–{ $high })
quality-of = معامل ألفا لكريبندورف عن «{ $question }» في المهام التي لها توسيمان أو أكثر وعددها { $tasks }، وبين القوسين مجال الثقة 95%.
quality-production = ما يكتبه الناس هنا ليس تصويتًا: لا اتفاق يُقاس ولا شيء يُقدَّر. تُحسم المهمة حين تجتمع توسيماتها وتنقضي مهلة التراجع، ولا يكون أحد قد راجعها عندئذ.
quality-question = السؤال
quality-alpha-title = معامل ألفا لكريبندورف (مجال الثقة 95%)
quality-none = التوسيمات أقل من أن يُقاس بها الاتفاق بعد.
quality-behind = { $count ->
    [zero] كل التوسيمات محسوبة.
    [one] جدّ حدث واحد بعدها، ويُحسب خلال ثوانٍ.
    [two] جدّ حدثان بعدها، ويُحسبان خلال ثوانٍ.
   *[other] جدّ { $count } من الأحداث بعدها، وتُحسب خلال ثوانٍ.
  }
quality-unconverged = توقف التقدير عند حدّه من الجولات وهو { $rounds }، وقد يتحرك بعد.
estimate = التقدير
estimate-of = { $label } { $share }
estimate-none = لا شيء منها
estimate-title = قرينة من النموذج لم تُعايَر بعد
class-comparison-first = الأولى
class-comparison-tie = متقاربتان
class-comparison-second = الثانية
class-comparison-first-clearly = الأولى بوضوح
class-comparison-first-slightly = الأولى قليلًا
class-comparison-second-slightly = الثانية قليلًا
class-comparison-second-clearly = الثانية بوضوح
tasks-by-file = بترتيب الملف
tasks-by-doubt = الأقل يقينًا أولًا
people-title = الناس
people-label = تسمّيه
people-last = آخر إجابة
people-new-link = رابط جديد
people-why = لماذا لا مهمة له؟
why-person-membership-ended = لم يعد يعمل في هذا المشروع.
why-person-project-draft = المشروع مسودة، ولا تصل مهامه إلى أحد حتى تفتحه.
why-person-project-paused = المشروع موقوف، ولا تصل مهامه إلى أحد.
why-person-project-closed = المشروع مغلق، ولا تصل مهامه إلى أحد.
why-person-nothing-unsettled = لا مهمة في المشروع لم تُحسم.
why-person-not-signed-in = لم يدخل من أي جهاز. أرسل إليه رابطًا جديدًا.
why-person-open = لو طلب الآن لوصلته مهمة.
why-person-held = عنده مهام لم يجب عنها بعد.
why-person-nothing-left = لم يبقَ له شيء.
why-unsettled = مهام لم تُحسم
why-first-until = أولها حتى { $at }
why-skips = تخطّاها اليوم
why-skips-of = { $skips } من { $most }
place-open = مفتوحة له
place-held = عنده
place-answered = أجاب عنها
place-skipped = تخطّاها
place-taken-back = استُعيدت منه
place-needs-skill = تحتاج إلى مهارة ليست له هنا
place-with-others = عند غيره
place-meant-for-others = موجّهة إلى غيره
place-complete = اكتملت وتنتظر أن تُحسم
people-held = عنده
people-end = إنهاء عمله
people-ended = انتهى عمله
people-let-back = إعادته إلى العمل
people-end-asks = { $held ->
    [zero] لا تصل إلى { $label } مهمة جديدة. ما استحقه يبقى له.
    [one] لا تصل إلى { $label } مهمة جديدة. له أن يرسل المهمة التي عنده حتى تنقضي مهلتها، وما استحقه يبقى له.
    [two] لا تصل إلى { $label } مهمة جديدة. له أن يرسل المهمتين اللتين عنده حتى تنقضي مهلتهما، وما استحقه يبقى له.
   *[other] لا تصل إلى { $label } مهمة جديدة. له أن يرسل ما عنده، وعدده { $held }، حتى تنقضي مهلته، وما استحقه يبقى له.
  }
people-all = أظهر الكل وعددهم { $count }
people-none = لم يُدعَ أحد بعد.
deliveries-title = التسليمات
deliveries-how = التسليم يجمّد المهام المحسومة الآن: ملفات JSON Lines، والصيغ المعروفة في هذا المجال، وبيان موقّع ببصماتها. يتحقق منه كل أحد دون اتصال بالأمر “amana verify”.
deliveries-make = { $count ->
    [zero] لم تُحسم مهمة بعد
    [one] سلّم مهمة محسومة واحدة
    [two] سلّم مهمتين محسومتين
    [few] سلّم { $count } مهام محسومة
   *[other] سلّم { $count } مهمة محسومة
  }
deliveries-again = { $count ->
    [one] سلّم من جديد: المهمة نفسها
    [two] سلّم من جديد: المهمتين نفسهما
   *[other] سلّم من جديد: المهام نفسها وعددها { $count }
  }
deliveries-none = لم يُسلَّم شيء بعد.
deliveries-left-out = ليس في { $file }: { $count } ({ $reason })
left-out-tie = متقاربتان
left-out-no-prompt = بلا طلب
deliveries-signed-by = وقّعه
download = تنزيل
size = الحجم
tasks = المهام
project-withdrawn = مهام مسحوبة
project-ahead = ما بقي، على الأكثر
project-left = ما بقي من الميزانية
project-says-paused = موقوف: لا تصل مهمة جديدة إلى أحد، ويُكمَل ما بدأ. وصل { $answered } من { $needed } من التوسيمات.
destroyed-name = محتوى متلَف
task-destroyed = متلَفة
project-says-destroyed = أُتلف كل ما في هذا المشروع نهائيًا في { $at }. لا يستطيع أحد قراءته بعد اليوم؛ وما كُسب مدفوع.
project-says-closed = مغلق: لا يُوزَّع شيء بعد الآن. المهام المحسومة: { $settled } من { $tasks }.
handles-title = تسيير المشروع
handles-pause = إيقاف
handles-resume = استئناف
handles-close = إغلاق المشروع
handles-reopen = فتحه من جديد
handles-close-asks = { $slots ->
    [zero] كل توسيم أُنجز أو هو قيد العمل.
    [one] توسيم واحد لم يأخذه أحد لن يُنجز.
    [two] توسيمان لم يأخذهما أحد لن يُنجزا.
    [few] { $slots } توسيمات لم يأخذها أحد لن تُنجز.
   *[other] { $slots } توسيمًا لم يأخذه أحد لن يُنجز.
  } { $held ->
    [zero] ولا مهمة عند أحد الآن.
    [one] وواحد قيد العمل يجوز إرساله.
    [two] واثنان قيد العمل يجوز إرسالهما.
   *[other] و{ $held } قيد العمل يجوز إرسالها.
  } المهام التي لا إجابة لها تُسحب، وغيرها يُحسم بما لديه. لا رجوع عن هذا.
handles-close-now = أغلقه
handles-save = حفظ
handles-rate-how = لما يُوزَّع من الآن. ما هو عند الناس يبقى على أجره.
handles-rate-since = على حاله منذ { $at }.
handles-needed-how = للمهام المفتوحة ولما يُستورد من الآن.
handles-budget-how = أقصى ما يُنفق في المجموع. إن تُركت فارغة فلا حد.
handles-changed = { $tasks ->
    [zero] لا شيء يتغير.
    [one] تغيّرت مهمة واحدة.
    [two] تغيّرت مهمتان.
    [few] تغيّرت { $tasks } مهام.
   *[other] تغيّرت { $tasks } مهمة.
  }
handles-could-not = { $count ->
    [one] مهمة واحدة تحتاج إلى أكثر، لأن إجاباتها وصلت أو هي قيد العمل.
    [two] مهمتان تحتاجان إلى أكثر، لأن إجاباتهما وصلت أو هي قيد العمل.
    [few] { $count } مهام تحتاج إلى أكثر، لأن إجاباتها وصلت أو هي قيد العمل.
   *[other] { $count } مهمة تحتاج إلى أكثر، لأن إجاباتها وصلت أو هي قيد العمل.
  }
handles-saved = حُفظ.
handles-working = يجري التغيير على دفعات. يتابع الناس عملهم في هذه الأثناء.
batches-title = الدفعات
batch = الدفعة
batch-no = الدفعة { $number }
batch-settled = محسومة
batch-withdraw = سحب
batch-withdraw-asks = { $tasks ->
    [one] ستُسحب مهمة مفتوحة واحدة
    [two] ستُسحب مهمتان مفتوحتان
    [few] ستُسحب { $tasks } مهام مفتوحة
   *[other] ستُسحب { $tasks } مهمة مفتوحة
  }، { $held ->
    [zero] وليس منها شيء عند أحد الآن.
    [one] وإجابة واحدة قيد العمل الآن لن تُقبل ولن يُدفع عنها.
    [two] وإجابتان قيد العمل الآن لن تُقبلا ولن يُدفع عنهما.
   *[other] والإجابات التي هي قيد العمل الآن، وعددها { $held }، لن تُقبل ولن يُدفع عنها.
  } ما أُجيب عنه مدفوع. لا رجوع عن هذا.
batch-withdraw-pause = أوقف المشروع أولًا إن أردت أن يكملوا.
batch-withdraw-now = اسحبها
batch-change = تغيير
batch-change-title = الدفعة { $number }: مهامها المفتوحة
priority = الأولوية
priority-how = من -100 إلى 100، والأعلى يُوزَّع أولًا ابتداءً من المهمة التالية. إن تُركت فارغة بقيت على حالها.
needed-how = من 1 إلى 100. إن تُرك فارغًا بقي على حاله.
near-title = مهام شبه مكررة
near-looking = يجري البحث عن المهام شبه المكررة: قُرئت { $read } من { $tasks }.
near-comparing = يجري البحث عن المهام شبه المكررة: قُرئت كلها، وتجري مقارنة المتشابه منها.
near-unknown = لا يُعرف بعدُ أفيها مهام شبه مكررة.
near-none = { $tasks ->
    [one] ليست المهمة شبه مكررة.
    [two] ليست أيٌّ من المهمتين شبه مكررة.
    [few] ليس بين المهام الـ{ $tasks } مهمة شبه مكررة.
   *[other] ليس بين المهام الـ{ $tasks } مهمة شبه مكررة.
  }
near-some = { $copies ->
    [one] مهمة واحدة من هذه المهام الـ{ $tasks } تكاد تطابق غيرها.
    [two] مهمتان من هذه المهام الـ{ $tasks } تكادان تطابقان غيرهما.
    [few] { $copies } مهام من هذه المهام الـ{ $tasks } تكاد تطابق غيرها.
   *[other] { $copies } مهمة من هذه المهام الـ{ $tasks } تكاد تطابق غيرها.
  }
near-look = اعرضها
near-how = يشترك كل نص في إحداهما مع نص في الأخرى في { $alike } على الأقل من مقاطع الحروف، ولا عبرة بحالة الحروف ولا بالفراغات. وتبقى من كل مجموعة المهمة التي جاءت أولًا.
near-leave = عددها { $count }. إن تركتها وُزّعت كسائر المهام.
near-withdraw = اسحب النسخ
near-withdraw-asks = { $tasks ->
    [one] ستُسحب نسخة مفتوحة واحدة
    [two] ستُسحب نسختان مفتوحتان
    [few] ستُسحب { $tasks } نسخ مفتوحة
   *[other] ستُسحب { $tasks } نسخة مفتوحة
  }، ويبقى أصل كل منها؛ { $held ->
    [zero] ولا أحد يعمل على شيء منها الآن.
    [one] وإجابة واحدة قيد العمل الآن لن تُقبل ولن يُدفع أجرها.
    [two] وإجابتان قيد العمل الآن لن تُقبلا ولن يُدفع أجرهما.
    [few] و{ $held } إجابات قيد العمل الآن لن تُقبل ولن يُدفع أجرها.
   *[other] و{ $held } إجابة قيد العمل الآن لن تُقبل ولن يُدفع أجرها.
  } أما ما أُجيب فيُدفع أجره. ولا رجوع عن ذلك.
near-stays = تبقى
near-copy = النسخة
near-alike = التشابه
near-place = الدفعة { $batch }، الصف { $row }
near-more = { $count ->
    [one] ونسخة أخرى
    [two] ونسختان أخريان
    [few] و{ $count } نسخ أخرى
   *[other] و{ $count } نسخة أخرى
  }
near-side-by-side = جنبًا إلى جنب
near-all = كل المهام شبه المكررة
near-pair-title = مهمتان جنبًا إلى جنب
near-pair-says = تتشابه المهمتان بنسبة { $alike }.
near-pair-how = تُحسب النسبة من أقل النصوص تشابهًا، ومواضع الاختلاف معلَّمة. ونظرتك هذه مسجلة في سجل الاطلاع.
near-open-how = إن فتحته وُزّعت المهام كما هي، ويمكن سحب النسخ لاحقًا أيضًا.
near-open-now = افتحه
history-title = ما تغيّر
history-how = كل تغيير في هذا المشروع بترتيبه. الصفوف تُضاف ولا تُغيَّر.
history-none = لم يتغير شيء بعد.
history-what = ماذا
history-from-to = { $was } ← { $became }
history-nothing = بلا حد
history-by-key = برنامج، بمفتاحه
history-tasks = { $count ->
    [one] مهمة واحدة
    [two] مهمتان
    [few] { $count } مهام
   *[other] { $count } مهمة
  }
event-state = الحالة
event-rate = أجر التوسيم الواحد
event-budget = الميزانية
event-needed = عدد الموسِّمين لكل مهمة
event-priority = الأولوية
event-withdrawn = سُحبت
event-invited = دُعي
event-ended = أُنهي عمله
event-let-back = أُعيد إلى العمل
event-taken-back = استُعيدت من
event-directed = خُصّصت لـ
event-undirected = لم تعد مخصّصة لـ
event-shredded = أُتلف نهائيًا
event-frozen = جُمّد
event-thawed = استؤنف
tasks-find = ابحث عن مهمة
tasks-find-how = معرّفك أنت للصف، أو معرّف المهمة، أو رقم الدفعة والصف مثل 2:17
tasks-find-do = ابحث
tasks-found-none = لا مهمة كهذه. المهام التي استُوردت قبل أن يعرف المحرّك معرّفاتك تُطلب برقم الدفعة والصف.
tasks-all = كل المهام
reassign-held-by = هي عند { $label } حتى { $at }.
reassign-meant-for = هي مخصّصة لـ { $label } حتى { $at }.
reassign-take = استعدها
reassign-undirect = اجعلها لأي أحد
reassign-to = ثم تذهب إلى
reassign-anybody = أي أحد
reassign-somebody = شخص لا أعرفه
project-download = تنزيل التوسيمات (JSON Lines)
invite-label = بماذا تسمّيهم، شخص في كل سطر
invite-label-how = الاسم مختوم. الملفات المصدَّرة تعرف الناس بأسماء مستعارة.
invite-make = أنشئ الروابط
invited-title = { $count ->
    [one] الرابط، يُعرض مرة واحدة
    [two] الرابطان، يُعرضان مرة واحدة
   *[other] الروابط، تُعرض مرة واحدة
  }
invited-how = كل رابط لشخص واحد، يُدخل متصفحًا واحدًا مرة واحدة خلال سبعة أيام.
invited-link = رابط المرة الواحدة
invited-link-of = رابط المرة الواحدة لـ { $label }
invited-save = احفظها بصيغة CSV
invited-too-many = حتى { $most } شخص في المرة الواحدة.
progress-says = أُجيب عن { $answered }، وقيد الإجابة { $held }، ولم يُوزّع بعد { $slots }
progress-answered = أُجيب عنها
progress-held = قيد الإجابة
progress-slots = لم تُوزّع بعد
progress-surplus = متأخرة، زيادةً
tasks-title = المهام
preview-title = مهمة كما يراها الموسِّم
why-task-settled = حُسمت في { $at }.
why-task-withdrawn = سُحبت، فلا تصل إلى أحد.
why-task-project-not-open = { $lacking ->
    [one] لم تُحسم: ينقصها توسيم واحد والمشروع غير مفتوح.
    [two] لم تُحسم: ينقصها توسيمان والمشروع غير مفتوح.
    [few] لم تُحسم: تنقصها { $lacking } توسيمات والمشروع غير مفتوح.
   *[other] لم تُحسم: ينقصها { $lacking } توسيمًا والمشروع غير مفتوح.
  }
why-task-needs-people = { $slots ->
    [one] لم تُحسم: بقي توسيم واحد لم يأخذه أحد بعد.
    [two] لم تُحسم: بقي توسيمان لم يأخذهما أحد بعد.
    [few] لم تُحسم: بقيت { $slots } توسيمات لم يأخذها أحد بعد.
   *[other] لم تُحسم: بقي { $slots } توسيمًا لم يأخذها أحد بعد.
  }
why-task-being-answered = { $lacking ->
    [one] لم تُحسم: آخر توسيم لها قيد العمل.
    [two] لم تُحسم: آخر توسيمين لها قيد العمل.
   *[other] لم تُحسم: ما بقي من توسيماتها قيد العمل، وعدده { $lacking }.
  }
why-task-meant-for-somebody = { $lacking ->
    [one] لم تُحسم: آخر توسيم لها موجّه إلى شخص لم يأتِ بعد.
    [two] لم تُحسم: آخر توسيمين لها موجّهان إلى من لم يأتِ بعد.
   *[other] لم تُحسم: ما بقي من توسيماتها موجّه إلى من لم يأتِ بعد، وعدده { $lacking }.
  }
why-task-undo-open = لم تُحسم بعد: ما زال سحب إجابة ممكنًا حتى { $at }.
why-task-due = اجتمعت توسيماتها ولم يعد سحب شيء منها ممكنًا: تُحسم خلال ثوانٍ ما دام المحرّك يعمل.
preview-order = تُعرض الإجابات لكل موسِّم بترتيب يُسحب له.
preview-how = لا يُحفظ شيء مما تضغطه هنا.

## Access log
log-title = سجل الاطلاع
log-how = كل اطلاع على المحتوى صف. الصفوف تُضاف ولا تُغيَّر، ومع كل صف بصمة مملّحة يستطيع كل أحد أن يعيد حسابها دون اتصال.
log-holds = { $count ->
    [one] أُعيد في هذا المتصفح حساب بصمة الصف المعروض، وهي صحيحة.
    [two] أُعيد في هذا المتصفح حساب بصمتي الصفين المعروضين، وهما صحيحتان.
    [few] أُعيد في هذا المتصفح حساب بصمات الصفوف المعروضة وعددها { $count }، وكلها صحيحة.
   *[other] أُعيد في هذا المتصفح حساب بصمات الصفوف المعروضة وعددها { $count }، وكلها صحيحة.
  }
log-broken = { $count ->
    [one] صف واحد معروض لا يوافق بصمته: لقد غُيّر.
    [two] صفان معروضان لا يوافقان بصمتيهما: لقد غُيّرا.
    [few] { $count } صفوف معروضة لا توافق بصماتها: لقد غُيّرت.
   *[other] { $count } صفًا معروضًا لا يوافق بصماته: لقد غُيّرت.
  }
log-download = تنزيل السجل
log-kinds = أنواع الصفوف
log-all = الكل
log-empty = لا صف من هذا النوع.
log-empty-how = ما إن يُستورد محتوى أو يُوزَّع أو يُعرض أو يُجاب عنه أو يُصدَّر حتى يظهر صف هنا.
log-what = ماذا
log-who = من
log-detail = التفصيل
log-older = صفوف أقدم
log-planned = نُظر في ملف
log-imported = استُوردت
log-released = وُزّعت
log-shown = عُرضت
log-answered = أُجيب عنها
log-exported = صُدّرت
log-previewed = عُوينت
log-guideline-read = قُرئ دليل العمل
log-media-added = أُضيف ملف وسائط
log-media-read = نُظر في ملف وسائط
log-delivered = سُلّمت
log-downloaded = نُزّل تسليم

## What the engine refuses, by code
problem-no-session = انتهت جلستك أو لم تبدأ. ادخل من جديد، وما كتبته محفوظ على جهازك.
problem-busy = عند المحرّك عمل كثير في هذه اللحظة. لم يتغير شيء، فحاول بعد ثوانٍ.
problem-disk-full = قرص المحرّك ممتلئ. لم يُحفظ هناك ما أرسلتَه؛ أعد إرساله حين تتوفر مساحة. على من يشغّل المحرّك أن يوفّرها.
problem-database-gone = لا يصل المحرّك إلى قاعدة بياناته في هذه اللحظة. ربما حُفظ ما أرسلتَه وربما لم يُحفظ؛ إعادة إرساله آمنة، ولا يُحفظ شيء مرتين.
problem-keys-missing = مفاتيح هذا المحتوى ليست في مخزن مفاتيح المحرّك. على من يشغّل المحرّك أن يستعيدها من نسختها.
problem-content-destroyed = أُتلف هذا المحتوى نهائيًا في { $destroyed_on }. لا يستطيع أحد قراءته بعد اليوم.
problem-shred-unconfirmed = هذا يُتلف محتوى { $what } نهائيًا: لا يعيده أحد، ولا أي نسخة احتياطية من قاعدة البيانات. من عمل عليه تُدفع أجرته. للتأكيد أرسل معه الاسم «{ $name }».
problem-other-person = دخل شخص آخر من هنا. ما فعلتَه محفوظ على هذا الجهاز حتى تدخل من جديد.
problem-cross-site = جاء هذا الطلب من صفحة موقع آخر. افتح صفحة أمانة نفسها وحاول من جديد.
problem-link-spent = استُعمل هذا الرابط من قبل، أو انتهى، أو لم يوجد قط. اطلب رابطًا جديدًا ممن أرسله.
problem-project-not-found = لا مشروع بهذا المعرّف لك أن تراه.
problem-plan-not-found = لا خطة استيراد بهذا المعرّف. تُحفظ الخطط يومًا: أرسل الملف من جديد.
problem-no-near-duplicate = لا يُعرف لهذه المهمة مهمةٌ أخرى باقية تكاد تطابقها.
problem-task-not-found = لا مهمة بهذا المعرّف في هذا المشروع.
problem-delivery-not-found = لا تسليم بهذا المعرّف في هذا المشروع، أو ليس فيه هذا الملف.
problem-passkey-refused = لا يفتح مفتاح المرور هذا شيئًا هنا: ليس معروفًا، أو حُذف، أو لم يتحقق منك، أو مضى وقت طويل. حاول من جديد، أو ادخل من طريق آخر.
problem-code-refused = استُعمل رمز الاسترداد هذا من قبل، أو حلّت محله رموز أحدث، أو لم يوجد قط. انظر فيه ثانيةً، أو خذ الذي يليه.
problem-passkey-needed = قبل أن ترى شيئًا هنا، أنشئ مفتاح مرور من صفحة حسابك.
problem-passkey-not-found = ليس لك مفتاح مرور { $passkey_id }.
problem-passkey-limit = لك { $most } مفتاح مرور، وهذا هو الحد. احذف واحدًا لا تستعمله.
problem-key-lacks-verb = لا يستطيع هذا المفتاح هنا: { $verb }. اطلب من مسؤول مساحة العمل مفتاحًا يستطيع.
problem-key-is-narrow = هذا المفتاح لبعض المشاريع، وهذا سؤال عن مساحة العمل كلها. اطلب من مسؤولها مفتاحًا آخر.
problem-key-not-found = ليس في مساحة العمل هذه مفتاح { $key_id }.
problem-key-limit = في مساحة العمل { $most } مفتاح يفتح شيئًا، وهذا هو الحد. ألغِ واحدًا لا يستعمله أحد.
problem-password-refused = هذا الاسم وكلمة المرور هذه لا يجتمعان هنا.
problem-passwords-off = لا تُعرض كلمات المرور هنا. ادخل بمفتاح مرور أو رمز استرداد أو رابط.
problem-too-many-attempts = كثرت المحاولات. انتظر ربع ساعة، أو ادخل من طريق آخر.
problem-identity-refused = ما عاد به دخول مؤسستك ليس جوابًا عما سأله هذا المتصفح، أو تأخر. ابدأ من جديد.
problem-identity-unknown = تعرفك مؤسستك، لكن لم يربط هذه الهوية أحد ممن دُعوا إلى هنا. ادخل بدعوتك أولًا ثم اربطها من صفحة حسابك؛ ولا حساب بلا دعوة.
problem-identity-taken = هذه الهوية مربوطة بحساب، أو حسابك مربوط بهوية أخرى. افصل تلك أولًا.
problem-no-issuer = لم يُهيَّأ هنا دخول مؤسسة. ادخل من طريق آخر.
problem-issuer-away = دخول مؤسستك ({ $issuer }) لا يجيب كما ينبغي. ادخل من طريق آخر، أو حاول لاحقًا.
problem-second-person-needed = هذا اقتراحك أنت، وعلى مشغّل آخر أن يوافق عليه.
problem-proposal-not-found = لا اقتراح { $proposal_id } ينتظر قرارًا.
problem-operators-enough = هناك مشغّلان، أو روابط لهما. يقترح أحدهما ثالثًا في صفحة المشغّلين، ويوافق الآخر.
problem-session-not-found = ليس لك جلسة { $session_id } ما زالت مفتوحة.
problem-person-not-found = لا أحد يعمل في هذا المشروع بهذا الاسم المستعار.
problem-task-type-missing = جاء نوع المهام { $task_type } مع حزمة لم تعد مثبّتة. مهام المشروع وتوسيماته محفوظة: ثبّت الحزمة من جديد ثم أعد تشغيل المحرّك.
problem-nothing-settled = لم تُحسم أي مهمة في هذا المشروع بعد. تُحسم المهمة حين تجتمع توسيماتها وتنقضي مهلة التراجع.
problem-assignment-not-found = ليس لك إسناد بهذا المعرّف.
problem-annotation-not-found = ليس لك توسيم بهذا المعرّف.
problem-request-invalid = تعذّرت قراءة الطلب عند { $field }.
problem-answer-invalid = الحقل { $field } من الإجابة غير مقبول.
problem-submit-conflict = وصل هذا الإرسال من قبل بمحتوى آخر. لم يتغير شيء.
problem-already-answered = أجبتَ عن هذه المهمة من قبل. تراجع أولًا إن أردت أن تجيب من جديد.
problem-revision-stale = تغيّر هذا الإسناد بعد أن فُتح. حمّله من جديد قبل أن تجيب.
problem-assignment-skipped = تخطّيت هذه المهمة، والمهمة المتخطاة لا تعود.
problem-task-settled = حُسمت هذه المهمة وأنت تعمل عليها. نصّك لك.
problem-workspace-frozen = جمّد العميل عمله: لا يُعرض منه شيء حتى يستأنف. ما أجبتَ عنه محفوظ ومدفوع.
problem-declaration-invalid = { $field } في البيان غير مقبول: { $reason }
problem-notice-short = يُخبَر العملاء قبل { $days } يومًا: ابتداءً من { $earliest }. إن كان يسري قبل ذلك فقل لماذا لم يُخبَروا في وقته.
problem-task-withdrawn = سحب العميل هذه المهمة وأنت تعمل عليها: لا تُقبل الإجابة ولا يُدفع عنها. نصّك لك، وما أجبتَ عنه من قبل مدفوع.
problem-undo-too-late = يمكن التراجع خلال { $undo_seconds } ثانية وما لم تُحسم المهمة، وقد فات ذلك.
problem-skip-limit = بلغت حد التخطي في هذا المشروع اليوم، وهو { $skips }. أجب عما عندك أو اتركه.
problem-project-not-draft = المشروع ليس مسودة، ولا يُغيَّر هكذا إلا المسودة.
problem-project-closed = المشروع مغلق، فما يُعطى له لا يصل إلى أحد. افتحه من جديد أولًا.
problem-state-refused = لا يمكن هذا والمشروع على حاله الآن.
problem-batch-not-found = ليس في هذا المشروع دفعة رقمها { $batch_no }.
problem-budget-spent = كلفة المشروع الآن، مع ما قد تكلّفه مهامه المفتوحة، أكبر من هذه الميزانية.
problem-project-invalid = الحقل { $field } من المشروع غير مقبول.
problem-file-empty = لا صفوف في الملف. أرسل JSON Lines (كائن في كل سطر)، أو CSV بسطر عناوين، أو Parquet.
problem-file-broken = تعذّرت قراءة الملف بصيغة { $format }.
problem-plan-unread = ملف هذه الخطة ما زال يُقرأ، أو انقطعت قراءته. انتظر، أو أرسل الملف من جديد.
problem-file-unreadable = لا يُقرأ شيء من أول صفوف الملف، وأولها الصف { $row }.
problem-unpacks-too-large = يزيد الملف إذا فُكّ ضغطه على { $limit_bytes } بايت. لم يُحفظ شيء، فقسّمه.
problem-media-not-found = لا ملف { $media_id } هنا لك أن تراه.
problem-media-refused = لا يُقبل الملف { $file_name }: لا يُقبل إلا PNG وJPEG وWebP وGIF وWAV وMP3 وOgg وFLAC وMP4، وما يبدأ به الملف هو الذي يُصدَّق.
problem-media-too-large = الملف { $file_name } أكبر من { $limit_bytes } بايت. لم يُحفظ شيء.
problem-pixels-too-many = يقول الملف { $file_name } إن فيه أكثر من { $limit_pixels } بكسل، أو إن ضلعًا منه أطول من { $limit_side }. لم يُحفظ شيء، فصغّره.
problem-media-name-taken = في المشروع ملف آخر اسمه { $file_name }، وإياه تعني مهامه. أرسل هذا باسم آخر.
problem-media-limit = في المشروع { $most } ملف وسائط، وهذا هو الحد.
problem-range-not-there = في الملف { $size_bytes } بايت، ولا شيء منها حيث سألت.
problem-blobs-away = مخزن الوسائط ({ $store }) لا يجيب كما ينبغي. لم يُحفظ نصف شيء؛ حاول لاحقًا.
problem-blob-missing = هذا الملف ليس في مخزن وسائط المحرّك، وعلى من يشغّله أن يستعيده.
problem-file-too-large = الملف أكبر من { $limit_bytes } بايت. لم يُحفظ شيء، فقسّمه.
problem-line-too-long = الصف { $row } أطول من { $limit_bytes } بايت. لم يُحفظ شيء. أهو كائن JSON في كل سطر؟
problem-batch-too-large = في الملف أكثر من { $limit_rows } صف. لم يُحفظ شيء، فقسّمه.
problem-mapping-invalid = ربط الحقل { $field } بالأعمدة غير مقبول.
problem-rows-refused = لا يمكن استيراد { $bad_rows } من الصفوف وعددها { $rows }، وأولها الصف { $row } في الحقل { $field }. لم يُستورد شيء.
problem-budget-exceeded = كلفة هذا أكبر مما بقي من ميزانية المشروع. ارفع الميزانية أو اطلب أقل.
problem-unexpected = حدث خلل عندنا. لم يُحفظ نصف شيء؛ أرسل من جديد.
