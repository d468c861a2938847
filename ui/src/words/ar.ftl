## Everywhere @desk
name = أمانة
skip-to-content = إلى المحتوى
nav = إلى أين
nav-projects = المشاريع
nav-log = سجل الاطلاع
nav-queue = قائمة عملك
nav-statement = كشف الحساب
sign-out = خروج
other-digits = كتابة الأعداد بالأرقام العربية أو اللاتينية
comfort = حجم النص والإضاءة والحركة
loading = جارٍ التحميل.
failed = تعذّر عرض هذه الصفحة.
failed-safe = لم يضِع شيء. حاول بعد قليل.
failed-files = لم تصل ملفات هذه الصفحة: لا اتصال، أو جُدّد التطبيق في هذه الأثناء. ما عملته محفوظ.
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
failed-passkey = يُشترط هنا مفتاح مرور على كل من هو أكثر من موسِّم.
password = كلمة المرور
password-name = اسم دخولك
sign-in = دخول
sign-in-passkey-use = استعمل مفتاح مرور
sign-in-password-use = ادخل
nav-account = حسابك
passkey-known = في هذا الجهاز مفتاح مرور لهذا الحساب.
passkey-not-now = لم يُستعمل مفتاح مرور: أُغلق السؤال، أو ليس هنا مفتاح لهذا المكان.
queue-title = قائمة عملك
statement-title = كشف الحساب

## Words of the field
task = المهمة
task-type = النوع
state = الحالة
row = الصف
field = الحقل
when = الوقت
made = أُنشئ
currency = العملة
what-to-do = ما العمل
the-line = السطر
people-per-task = عدد الموسِّمين لكل مهمة
plan-title = الخطة
plan-so-far = حتى الآن
plan-in-all = في المجموع
plan-annotations = التوسيمات
plan-cost = الكلفة
plan-settled = المهام المحسومة
plan-range = نحو { $value }، من { $low } إلى { $high }
plan-foreseen = حين اكتملت العيّنة الأولى، في { $at }، كان المتوقّع { $range } من التوسيمات لمهام عددها { $tasks }.
plan-finish = إن مضى العمل كما مضى، وصل آخر توسيم نحو { $likely }، بين { $early } و{ $late }.
plan-finish-open = إن مضى العمل كما مضى، وصل آخر توسيم نحو { $likely }، لا قبل { $early }؛ ووصول التوسيمات متفاوت حتى إنه لا نهاية مؤكّدة.
plan-finish-unknown = يُذكر الموعد بعد وصول بضع عشرات من التوسيمات.
plan-fits-yes = كل ذلك ضمن الميزانية: { $budget }.
plan-fits-likely = التقدير ضمن الميزانية { $budget }، وأعلى مداه يتجاوزها: عندئذ تُحسم المهام بما لديها.
plan-fits-no = هذا أكثر من الميزانية { $budget }: تُحسم المهام بما لديها حين تُنفَق.
plan-by-fixed = تنال كل مهمة العدد نفسه من التوسيمات.
plan-by-public-crowds = كما احتاجت ثماني مجموعات بيانات عامة، إلى أن تكتمل العيّنة الأولى لهذا المشروع؛ يصحّ المدى في ٩٥ من كل ١٠٠.
plan-by-pilot = بحسب العيّنة الأولى لهذا المشروع، مصحَّحًا بما أخطأته تقديرات كهذه في ثماني مجموعات بيانات عامة؛ يصحّ المدى في ٩٥ من كل ١٠٠.
plan-audits = يمكن أن يُثبَت بثقة ٩٥٪ أن الخطأ في { $error } من الوسوم على الأكثر: بتدقيق { $none } من المهام إن لم يكن بينها خطأ، أو { $one } إن كان فيها خطأ واحد، أو { $two } إن كان فيها خطآن.
people-from-to = من { $least } إلى { $most }
pay-per-annotation = أجر التوسيم الواحد
type-comparison = مقارنة
type-classification = تصنيف
type-rewriting = إعادة كتابة
type-claim-checking = تدقيق الادّعاءات
type-text-spans = مواضع النص
type-form = نموذج خاص بك
type-speech-transcription = تفريغ الكلام
type-rubric-rating = تقييم بمعايير
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
front-enter-vendor = إلى أفرادك
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
sign-in-passkey = بمفتاح مرور
sign-in-passkey-how = يسألك جهازك عن بصمتك أو وجهك أو رمزك، ولا يغادره شيء منها.
sign-in-code = برمز استرداد
sign-in-code-label = واحد من الرموز التي طبعتَها
sign-in-code-use = استعمل هذا الرمز
sign-in-password = بكلمة مرور
sign-in-identity = بدخول مؤسستك
sign-in-identity-how = تدخل في { $issuer } ثم تعود إلى هنا. تعلم أنك تستعمل هذا المكان، ولا تعلم شيئًا مما تفعل.
sign-in-identity-use = اذهب إليها
identity-coming = عودة من دخول مؤسستك.
sign-in-else = إن لم يكن لك هذا ولا ذاك فاطلب رابطًا جديدًا ممن دعاك. لا يستطيع أحد أن ينشئ حسابًا هنا.
link-enter-passkey = ادخل وأنشئ مفتاح مرور
link-passkey = بمفتاح المرور تعود متى شئت، ومن جهاز آخر أيضًا، بلا رابط جديد.
link-client = ستعمل لدى { $client }.
link-take-how = أنت داخل هنا موسِّمًا. إن ضممتَ هذه الدعوة إلى حسابك قام هذا العمل إلى جانب عملك الآخر وفي كشف الحساب نفسه، ولا يعلم العميل عن سواه شيئًا.
link-take = ضُمّها إلى حسابك
link-enter-new = ادخل شخصًا جديدًا

## Your account
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
audience-vendor = مورِّد
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
happened-joined = ضمّ دعوة إلى هذا الحساب
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

## A vendor's people
nav-supplied = أفرادك
supplied-how = أفرادك وحدهم، وما أنجزوه لدى العملاء جميعًا معًا. ولا يُعرض عليك لمن كان العمل ولا كم بلغت جودته.
supply-title = فرد جديد
supply-label = الاسم الذي تدعوه به
supply-label-how = لا يقرؤه سواك؛ ولكل عميل اسم يضعه بنفسه.
supply-make = أنشئ رابطًا
supply-link = رابط المرة الواحدة له، يظهر هذه المرة وحدها
supplied-empty = لا أحد بعد.
supplied-empty-how = الرابط ينشئ حسابًا يتبعك، ويدعو العملاء ذلك الحساب إلى مشاريعهم.
supplied-working = يعمل الآن
supplied-away = لا يعمل الآن
supplied-invited = لم يدخل بعد
supplied-ended = انتهى
supplied-since = معك منذ { $at }.
supplied-months = ما أنجزه { $label } شهرًا شهرًا
supplied-end = أنهِ
supplied-end-asks = يخرج { $label } من كل مكان في الحال ولا يدخل بعدها، ويبقى له ما كسبه.
supplied-end-now = أنهِه
month = الشهر
attest-title = ما تشهد به له، وإنهاؤه
attest-how = بلد أو تصريح أمني تحقّقتَ منه. قد يشترطه العملاء، ويقرؤه صاحبه في صفحة حسابه.
attest-country = البلد بحرفين
attest-clearance = مستوى التصريح الأمني
attest-nothing = لا شيء
attest-until = إلى نهاية يوم (UTC)
attest-say = اشهد به
attested-title = ما يُشهد به لك
attested-how = من مورِّدك أو من المشغّل، لا منك: ما يشترطه العملاء فيمن يعمل لديهم. لا يقرؤه العملاء، ولا يعلمون عن أحد هل يفتح له.
attested-none = لا شيء.
attested-country = البلد: { $country }، إلى { $at }.
attested-clearance = تصريح أمني من المستوى { $level }، إلى { $at }.
attested-by-vendor = شهد به مورِّدك
attested-by-operator = شهد به المشغّل

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
queue-client = لدى { $client }
queue-wall = من يعمل هنا:
queue-finish = أكمل ما عُرض عليك

## Person walls, to whom they may concern @instruments
wall-elsewhere = { $days ->
    [one] لا أحد عُرض عليه عمل عميل آخر في اليوم الأخير.
    [two] لا أحد عُرض عليه عمل عميل آخر في آخر يومين.
    [few] لا أحد عُرض عليه عمل عميل آخر في آخر { $days } أيام.
    [many] لا أحد عُرض عليه عمل عميل آخر في آخر { $days } يومًا.
   *[other] لا أحد عُرض عليه عمل عميل آخر في آخر { $days } يوم.
  }
wall-vendor = يقبل العميل أهل مورِّدين معيّنين أو يستثنيهم.
wall-clearance = تصريح أمني مشهود به، من المستوى { $level } أو أعلى.
wall-countries = مشهود بأنه من أحد هذه البلدان: { $countries }.
kept-out = جدار أشخاص يمنعك من هذا المشروع.
kept-out-elsewhere = عُرض عليك قريبًا عمل عميل آخر. يفتح لك هذا الجدار في { $at }، ما لم يُعرض عليك مثله قبل ذلك.
kept-out-vendor = المورِّد الذي تتبعه، أو أنك لا تتبع أحدًا، يجعلك خارج من يقبلهم العميل.
kept-out-clearance = لا يُشهد لك بتصريح من هذا المستوى، أو انقضى أجله. راجع مورِّدك أو المشغّل.
kept-out-country = لا يُشهد لك بأحد هذه البلدان، أو انقضى أجل الشهادة. راجع مورِّدك أو المشغّل.

## The desk @desk
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
desk-offline = المحرّك لا يجيب، وقد أجبتَ عن كل مهمة على هذا الجهاز. إجاباتك محفوظة هنا وستُرسَل.
desk-no-project = هذا المشروع ليس في قائمة عملك.
desk-elsewhere = هذا المشروع مفتوح في علامة تبويب أخرى.
desk-take-over = اعمل هنا بدلًا منه
guideline = دليل العمل { $version }
guideline-new = ({ $count ->
    [one] نسخة جديدة
    [two] نسختان جديدتان
    [few] { $count } نسخ جديدة
   *[other] { $count } نسخة جديدة
  })
guideline-task = هذه المهمة: النسخة { $version }
answers-new = { $count ->
    [one] جواب لك
    [two] جوابان لك
    [few] { $count } أجوبة لك
   *[other] { $count } جوابًا لك
  }
media-image = صورة بلا وصف
media-sound = تسجيل صوتي
media-film = مقطع مرئي
media-failed = تعذّر تحميل هذا الملف.
submit = إرسال
undo = تراجع
skip = تخطٍّ
skipped = تخطّيتها. لن تعود إليك.

shortcuts = المفاتيح
panel = الإجابة { $number }
empty-content = هذه الإجابة فارغة.
choices-exactly = المختار { $count }، والمطلوب { $most }.
choices-up-to = المختار { $count }. اختر حتى { $most }، أو لا تختر شيئًا.
choices-from-to = المختار { $count }. اختر من { $least } إلى { $most }.
media-being-made = يُجهَّز التسجيل للاستماع، وسيظهر من تلقاء نفسه.
form-lacking = لم يصل جزء من هذه الصفحة. أعد تحميلها حين تكون متصلًا.
veil-on = قد يكون هذا مزعجًا. كل شيء محجوب إلى أن تطلب رؤيته.
veil-off = طلبتَ رؤية هذا.
veil-show = أظهره
veil-hide = احجبه
question-now = الآن: { $label }
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
draft = مسودة
draft-page = مسودة: في هذه الصفحة فقط
draft-saving = مسودتك في طريقها إلى هذا الجهاز.
draft-here = مسودتك على هذا الجهاز.
draft-there = مسودتك على هذا الجهاز وعند المحرّك، فتجدها على أجهزتك الأخرى.
gone-on-here = تتابع ما كتبته هنا في { $at }.
gone-on-device = تتابع ما كتبته على جهاز آخر في { $at }.
other-here = اعرض ما كُتب على هذا الجهاز ({ $at })
other-device = اعرض ما كُتب على الجهاز الآخر ({ $at })
sealed-title = ما كتبته هنا في أمان.
sealed-answers = { $count ->
    [one] على هذا الجهاز إجابة واحدة مختومة، وتُرسَل حين يعود المحرّك.
    [two] على هذا الجهاز إجابتان مختومتان، وتُرسَلان حين يعود المحرّك.
    [few] على هذا الجهاز { $count } إجابات مختومة، وتُرسَل حين يعود المحرّك.
   *[other] على هذا الجهاز { $count } إجابة مختومة، وتُرسَل حين يعود المحرّك.
  }
sealed-drafts = { $count ->
    [one] على هذا الجهاز مسودة واحدة مختومة.
    [two] على هذا الجهاز مسودتان مختومتان.
    [few] على هذا الجهاز { $count } مسودات مختومة.
   *[other] على هذا الجهاز { $count } مسودة مختومة.
  }
sealed-how = المفتاح عند المحرّك كي لا يقرأ ما هنا من يجد هذا الجهاز. وما دام لا يجيب فلا تستطيع هذه الصفحة فتح ما هنا ولا قبول جديد. وتتابع وحدها حين يعود.
pass-ways = مخارج لا تُعد تخطيًا
pass-not-sure = لست متأكدًا
pass-out-of-field = خارج تخصصي
pass-guideline-wrong = دليل العمل خطأ
pass-skipped = تخطٍّ مع السبب
passed-on = مُرّرت. ليس هذا تخطيًا.

## Instruments of the desk @instruments

spans-text = النص
spans-list = { $count ->
    [0] المواضع المعلَّمة
    [one] موضع واحد معلَّم
    [two] موضعان معلَّمان
    [few] { $count } مواضع معلَّمة
    [many] { $count } موضعًا معلَّمًا
   *[other] { $count } موضع معلَّم
  }
spans-none = لم يُعلَّم شيء بعد. إن لم يكن في النص ما يُعلَّم فأرسله كما هو.
spans-how = حدّد كلمات بالفأرة، أو داخل النص بالسهمين ← → (مع Shift يتّسع التحديد، ومع Ctrl يتحرّك أحد طرفيه حرفًا) وبالسهمين ↓ ↑ جملةً جملة. التسمية تعلّمها، ومفتاح المسح يزيل العلامة.
spans-select-first = حدّد كلمات من النص أولًا.
spans-overlap = هذه الكلمات معلَّمة من قبل، والمواضع هنا لا تتداخل.
spans-full = بلغ عدد المواضع المعلَّمة { $most }، ولا مزيد عليها.
spans-marked = عُلِّمت «{ $text }»: { $label }
spans-removed = أزيلت العلامة عن «{ $text }»: { $label }
spans-remove = أزل علامة { $label } عن «{ $text }»
spans-no-value = (لم يُذكر)
spans-relation = علاقة بموضع آخر
spans-relate = أضف
spans-unrelate = اسحب { $relation } ← «{ $text }»
source = المصدر { $number }
quote-mark = الادّعاء { $number }
quote-how = حدّد كلمات بالفأرة، أو داخل النص بالسهمين ← → (مع Shift يتّسع التحديد، ومع Ctrl يتحرّك أحد طرفيه حرفًا) وبالسهمين ↓ ↑ جملةً جملة.
quote-take = اقتبس الكلمات المحدّدة
quote-select = حدّد في المصادر الكلمات الفاصلة.
quote-select-optional = حدّد في المصادر الكلمات الفاصلة (اختياري).
quote-remove = اقتبس غيرها
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
speech-play = تشغيل
speech-pause = إيقاف مؤقت
speech-back = رجوع { $seconds } ث
speech-forward = تقدّم { $seconds } ث
speech-place = الموضع في التسجيل
speech-speed = السرعة
speech-closer = تكبير
speech-wider = تصغير
speech-new = مقطع جديد هنا
speech-divide = اقسم هنا
speech-start-here = يبدأ هنا
speech-end-here = ينتهي هنا
speech-loop = كرّر المقطع
speech-regions = المقاطع
speech-start = بداية المقطع { $number }
speech-end = نهاية المقطع { $number }
speech-speaker = المتحدث في المقطع { $number }
speech-text = ما يُقال في المقطع { $number }
speech-who = من المتحدث؟
speech-remove = احذف
speech-none = لا مقاطع بعد. شغّل التسجيل، وحيث يبدأ أحد بالكلام اضغط { $key }، أو ارسم فوق الموجة.
speech-keys = ‏Ctrl ↑ وCtrl ↓ للتنقل بين المقاطع؛ Ctrl Shift مع رقم لتعيين المتحدث؛ وفي خانات الوقت ↑ ↓ بمقدار 10 م.ث، وPage Up وPage Down بمقدار 100 م.ث.
speech-no-room = يوجد مقطع هنا بالفعل.
speech-no-divide = لا مقطع هنا ليُقسم.
speech-no-waveform = ليس لهذا التسجيل شكل موجي، ويمكن الاستماع إليه وتدوينه مع ذلك.
speech-trouble-length = ينتهي قبل أن يبدأ.
speech-trouble-beyond = ينتهي بعد نهاية التسجيل.
speech-trouble-overlap = ما زال المتحدث نفسه يتكلم في مقطع سابق.
speech-trouble-speaker = عيّن المتحدث.
speech-trouble-text = لم يُكتب شيء هنا بعد.
role-user = المستخدم
role-assistant = المساعد
role-system = النظام
rewrite-changes = ما تغيّر

## What comes over the desk, or in a task's place @instruments
refused-pass = تعذّر تمرير مهمة. تعود إلى مكتبك ومعها ما كتبت.
refused-submit = لم تُقبل إجابة.
refused-skip = تعذّر تخطي مهمة. تعود إلى مكتبك ومعها ما كتبت.
refused-undo = تعذّر سحب إجابة.
passing-on = مرّرها
passing-words = كلمة عنها لمسؤول المشروع (اختياري)
passing-not-sure = تذهب المهمة إلى غيرك. ليس هذا تخطيًا ولا يُحسب على أحد.
passing-out-of-field = تذهب المهمة إلى غيرك. ليس هذا تخطيًا ولا يُحسب على أحد.
passing-guideline-wrong = تذهب المهمة إلى غيرك، ويقرأ مسؤول المشروع موضع الخطأ. ليس هذا تخطيًا ولا يُحسب على أحد.
passing-skipped = تذهب المهمة إلى غيرك ولا تعود إليك. ويُعد هذا تخطيًا.
leaving-waiting = { $count ->
    [one] شيء واحد فعلتَه لم يُرسَل بعد.
    [two] شيئان فعلتَهما لم يُرسَلا بعد.
    [few] { $count } أشياء فعلتَها لم تُرسَل بعد.
   *[other] { $count } شيئًا فعلتَه لم يُرسَل بعد.
  }
leaving-here = هو مختوم على هذا الجهاز. إن خرجت الآن أُرسل حين تدخل من هنا من جديد.
leaving-page = هو في هذه الصفحة وحدها: إن خرجت الآن ضاع.
leaving-sending = جارٍ الإرسال، ويتم الخروج حين يُرسَل كل شيء.
leaving-offline = المحرّك لا يجيب. يتم الخروج حين يجيب ويُرسَل كل شيء.
leaving-send = أرسل أولًا ثم اخرج
leaving-now = اخرج الآن
comfort-size = حجم النص
comfort-colours = الإضاءة
comfort-colours-device = كما في الجهاز
comfort-colours-light = فاتحة
comfort-colours-dark = داكنة
comfort-motion = الحركة
comfort-motion-device = كما في الجهاز
comfort-motion-none = بلا حركة
comfort-kept = يُحفظ هذا على هذا الجهاز.
guideline-title = دليل العمل
guideline-none = ليس لهذا المشروع دليل مكتوب.
time-hour = { $amount } في الساعة
time-pause = استراحة
break-title = استراحة
break-how = لا يُحتسب وقت، ولا يستطيع أحد أن يقرأ المهمة حتى تواصل.
break-held = المهمة محجوزة لك حتى { $at }.
break-held-was = كانت المهمة محجوزة لك حتى { $at }. وتُقبل إجابتك ما لم تكن المهمة قد حُسمت في الأثناء.
break-so-far = المحتسب لهذه المهمة حتى الآن: { $time }
break-go-on = واصل
project = المشروع
annotations = التوسيمات
amount = المبلغ
destroyed-name = محتوى متلَف
time-title = وقتي وأجري
time-days = آخر 14 يومًا
time-none = لا شيء في آخر 14 يومًا. كل إجابة ترسلها تُحتسب في يومها.
time-day = اليوم
time-active = وقت العمل
time-measured = المقيس: { $time }
time-hourly = أجر الساعة
time-answers = إجابات { $day }
time-answers-of = أظهر إجابات { $day }
time-no-answers = لا إجابة في هذا اليوم.
time-counted = المحتسب
time-you-say = ما تقوله أنت
time-from = احتُسب من
time-focus = الصفحة أمامك: { $time }
time-input = إدخال: { $time }
time-playing = تشغيل التسجيل: { $time }
time-paused = استراحة: { $time }
time-no-evidence = لم يُرسل مع هذه الإجابة ما احتُسب منه الوقت.
time-correct = صحّح
time-correct-of = صحّح وقت إجابة { $at }
time-correct-how = قل ما لم تستطع الصفحة أن تراه، كمعجم أو مكالمة، أو اخصم ما لم يكن عملًا. يبقى المقيس بجانبه، ويرى مسؤولو العميل الاثنين، ولا يتغير أجرك. حتى { $at }.
time-too-late = انقضت الأيام السبعة التي كان يمكن تصحيحه فيها.
time-minutes = مجموع الدقائق
time-why = السبب
time-keep = احفظ
time-kept = حُفظ: { $time }.
recorded-title = ما الذي يُسجَّل عني
recorded-me = ما دامت مهمة على المكتب تحسب أمانة كم بقيت هذه الصفحة أمامك، وكم كتبت أو أشرت أو مرّرت (ولا يفصل بين علامتين أكثر من دقيقة)، وكم شُغّل تسجيل، وكم استرحت، وتحفظ هذه المجاميع مع إجابتك ووقتها وأجرك؛ وتحفظ ما تكتبه مسودةً حتى تجيب أو تخرج المهمة من يدك، وفي سجل اطلاع العميل متى أُعطيت المهمة وعُرضت وأُجيب عنها ومتى فتحت دليل العمل أو إجاباتك أو ملفًا من جديد، وأيّ نسخة من دليل العمل وأيّ أجوبة عن الأسئلة قرأت آخرًا، وما تركته، وما قلته أو سألته عن مهمة أو تقوله عن وقتك، وتقديرًا لما تميل إليه في إجاباتك، والاسم الذي دُعيت به، وفي أي المشاريع تعمل ومنذ متى، وما هو مشهود به عنك، وطرق دخولك ومتى استعملتها وبأي نوع من المتصفحات والأنظمة، ورقمًا عشوائيًا لكل جهاز من أجهزتك، ولمدة ساعة علامة مبهمة للعنوان الذي جُرّبت منه كلمة مرور؛ ولا تسجل أبدًا شاشتك ولا الكاميرا ولا الميكروفون، ولا المفاتيح مفردةً ولا موضع إشارتك، ولا ما تفعله في نوافذ أخرى، ولا أين أنت.
beside-title = بجانب المهمة
beside-guideline = دليل العمل
beside-examples = أمثلة
beside-answers = إجاباتي
beside-questions = أسئلة
guideline-task-how = سُلِّمت المهمة التي أمامك في ظل النسخة { $held }، وإجابتك تسير عليها. وما يأتي بعدها يسير على النسخة { $version }.
guideline-older-here = المحرّك لا يجيب. هذه النسخة { $version } وقد جُلبت من قبل، والمعمول بها أحدث منها.
guideline-changes = ما تغيّر بعد النسخة { $version }
guideline-whole = النص كله
examples-none = ليس في هذا الدليل أمثلة.
examples-good = هكذا
examples-counter = ليس هكذا
question-ask = اسأل مسؤول المشروع
question-how = حين يُجاب عن سؤالك يقرأ كل من يعمل في هذا المشروع السؤال والجواب بلا اسمك. لا تذكر فيه ما لا يرد إلا في هذه المهمة.
question-of-task = عن المهمة التي أمامي
question-send = اسأل
question-sent = أُرسل السؤال. يظهر الجواب هنا، ويخبرك به المكتب.
question-mine = سألتَ
question-somebodys = سأل أحدهم
question-general = سؤال عام
question-this-task = عن المهمة التي أمامك
question-my-task = عن مهمة من مهامك
question-a-task = عن مهمة
question-waits = لم يجب أحد بعد، وحتى ذلك الحين لا يقرؤه إلا أنت ومسؤول المشروع.
question-destroyed = أتلف العميل هذه المهمة، وأُتلف السؤال معها.
questions-none = لم يسأل أحد سؤالًا أُجيب عنه.
answers-none = لم تجب عن شيء في هذا المشروع بعد.
answers-more = ما قبلها
answers-offline = المحرّك لا يجيب. تظهر إجاباتك الأخيرة حين يعود.
answer-as-given = المهمة وإجابتك
answer-counts = محسوبة
answer-surplus = جاءت متأخرة، إجابة زائدة
answer-taken-back = تراجعتَ عنها
answer-withdrawn = سُحبت المهمة
answer-pay-pending = بانتظار الحسم
answer-pay-posted = مكتسب
answer-pay-voided = بلا أجر
answer-settled-with = حُسمت كما قلتَ
answer-settled-against = حُسمت على غير ما قلتَ
answer-reply = أجاب مسؤول المشروع:
answer-destroyed = أتلف العميل هذه المهمة وإجابتك معها. وما كسبته يبقى لك.
shortcut-beside = دليل العمل، الأمثلة، إجاباتي، الأسئلة
concerns-mine = ما قلته عن المهام، والأجوبة
concern-waits = لم يجب أحد بعد.
concern-done = اطّلع عليه مسؤول المشروع.
shortcut-choose = اختر إجابة
shortcut-walk = من إجابة إلى التالية، ومفتاح المسافة يختار
shortcut-up = اصعد درجة
shortcut-questions = إلى السؤال التالي أو السابق
shortcut-words = داخل النص: حدّد الكلمة التالية
shortcut-sentences = داخل النص: حدّد الجملة التالية
shortcut-reach = وسّع التحديد أو ضيّقه
shortcut-letters = حرّك أول التحديد أو آخره حرفًا
shortcut-mark = علّم المحدَّد
shortcut-unmark = أزل علامة
shortcut-quote = اذهب إلى المصادر، واقتبس ما حدّدته فيها
shortcut-veil = إظهار ما قد يزعج أو حجبه
shortcut-submit = أرسل
shortcut-submit-writing = أرسل وأنت تكتب
shortcut-undo = اسحب آخر إجابة
shortcut-pause = استراحة، وتُحجب المهمة
shortcut-skip = دَع هذه المهمة لغيرك
shortcut-skip-why = مرّر هذه المهمة واذكر السبب
keymap-how = اضغط على مفتاح هنا لتختار غيره لما يفعله. يُحفظ اختيارك على هذا الجهاز.
keymap-change = { $key }: { $does }. اختر مفتاحًا آخر
keymap-press = اضغط المفتاح الذي تريده. مفتاح Esc يُبقيه كما هو.
keymap-chosen = صار الآن { $key }.
keymap-kept = لا يمكن اختيار هذا المفتاح: يحتاج إليه المتصفح أو من يكتب.
keymap-taken = المفتاح { $key } مستعمل: { $does }
keymap-restore = أعد المفاتيح كلها كما كانت
keymap-restored = عادت المفاتيح كلها كما كانت.
speech-key-play = شغّل أو أوقف
speech-key-back = ارجع قليلًا
speech-key-forward = تقدّم قليلًا
speech-key-back-far = ارجع أكثر
speech-key-forward-far = تقدّم أكثر
speech-key-start = يبدأ المقطع هنا
speech-key-end = ينتهي المقطع هنا
speech-key-new = مقطع جديد هنا
speech-key-divide = قسّم المقطع هنا
speech-key-loop = كرّر المقطع
over-title = ادخل لتتابع
over-safe = انتهت جلستك. كل ما في هذه الصفحة باقٍ كما هو، فادخل وتابع.
over-somebody-else = دخل شخص آخر من هذا الجهاز.
over-theirs = { $count ->
    [one] ما في هذه الصفحة ليس له: إجابة واحدة مختومة تنتظر صاحبها، وتُرسَل حين يدخل من جديد.
    [two] ما في هذه الصفحة ليس له: إجابتان مختومتان تنتظران صاحبهما، وتُرسَلان حين يدخل من جديد.
    [few] ما في هذه الصفحة ليس له: { $count } إجابات مختومة تنتظر صاحبها، وتُرسَل حين يدخل من جديد.
   *[other] ما في هذه الصفحة ليس له: { $count } إجابة مختومة تنتظر صاحبها، وتُرسَل حين يدخل من جديد.
  }
over-theirs-typed = ما في هذه الصفحة ليس له، ويبقى مختومًا لمن كتبه.
over-come-back = إن كانت هذه الصفحة لك فادخل من هنا وتابع.
over-another-way = طريق آخر للدخول، في علامة تبويب جديدة
over-issuer = ادخل عن طريق { $issuer } أو بطريق آخر، في علامة تبويب جديدة
over-by-itself = ولك أن تفتح في علامة تبويب أخرى رابطًا أُرسل إليك، فتتابع هذه الصفحة وحدها.
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
why-choosing = يجري اختيار المهام التالية؛ وستصل إليك وحدها.
why-nothing = لكل مهمة هنا ما تحتاج إليه من الإجابات.

## Statement
statement-how = يبقى القيد معلّقًا حتى تُحسم مهمته ثم يصير مستحَقًا. سحب الإجابة يُبطل قيدها.
statement-totals = المجاميع
statement-newest = أحدث القيود
statement-empty = لا قيد بعد.
statement-empty-how = كل توسيم ترسله يصير قيدًا هنا بالأجر الذي ذُكر لك.

## التدقيق الأعمى على يد خبراء
audit-title = كم من الأحكام صحيح
audit-how = يحكم خبراء في بعض المهام المحسومة دون أن يروا إجابة أحد. ما يجدونه قولٌ فيها كلها مع مجال ثقته. ومن غير تدقيق لا يُقال شيء.
audit-none = لم يُدقَّق شيء، فلا يُقال شيء.
audit-nothing = لا يمكن قول شيء بعد.
audit-claim = { $value } ({ $low }–{ $high })
audit-at-least = أو من جهة واحدة: { $share } على الأقل من أحكام المهام وعددها { $tasks } صحيحة، بثقة 95%.
audit-running = حُكم في { $judged } من { $draws }. حتى ينتهي التدقيق هذه نظرة، ولا يقولها تسليم.
audit-ended = انتهى: صحّ { $right } من { $audited } حكمًا دُقّق. تحمل التسليمات القول مع كل حكم.
audit-of = السؤال «{ $question }»، سُحب في { $at }.
audit-invite = ادعُ الخبراء
audit-experts = مشروع الخبراء
audit-end = أنهِ التدقيق
audit-end-says = حُكم في { $judged } من { $draws } مهمة. لن يُعطى أحد مزيدًا منها، وما في أيدي الخبراء لهم أن يتموه ويُدفع أجره.
audit-end-hint = قد يُنهى التدقيق يدويًا لأن رقمه حسن، لذلك يتّسع مجال ما يقوله، ويقوم على الإجابات حتى آخر عدد معلن منها.
audit-draws = مهام يُحكم فيها على الأكثر
audit-rate = الأجر لكل مهمة
audit-width = التوقف المبكر
audit-width-never = لا، يُحكم فيها كلها
audit-width-at = حين لا يزيد عرض المجال على { $share }
audit-begin = { $draws ->
    [one] اسحب مهمة واحدة
    [two] اسحب مهمتين
    [few] اسحب { $draws } مهام
    [many] اسحب { $draws } مهمة
   *[other] اسحب { $draws } مهمة
  }
audit-price = { $price } على الأكثر، من ميزانية خاصة به
event-audit = مهام سُحبت للتدقيق

## شهادة التسليم
certificate = الشهادة
certificate-how = ما وُقّع مع تسليم { $at }. يعيد الأمر “amana verify” حساب كل رقم فيه من الصفوف المسلَّمة دون اتصال.
certificate-under = توسيمات بحسب النسخة { $version } من دليل العمل
certificate-grounds = صحّ { $right } من { $audited } حكمًا دُقّق تدقيقًا أعمى.
certificate-by-label = ولكل حكم على حدة، في المهام المسلَّمة به؛ وتصحّ هذه المجالات كلها معًا بثقة 95%.
certificate-judged = ما وُجد صحيحًا
certificate-of = { $right } من { $audited }
certificate-right = الأحكام الصحيحة، بمجال ثقة 95%
certificate-scale = على مقياس
certificate-too-few = ما دُقّق منها أقل من أن يُقال فيه شيء
certificate-of-fewer = يخصّ هذا المهام التي كانت محسومة عند السحب وعددها { $tasks }، والمسلَّم { $delivered }.
certificate-kappa = متوسّط كابا لكوهن بين أزواج الموسّمين الأكثر اشتراكًا في المهام، وعددها { $pairs }: كم يتشابه جوابا اثنين فوق ما يتيحه لكل منهما الحظّ.
certificate-ac1 = معامل AC1 لغويت في المهام نفسها: حيث يكاد لا يوجد إلا حكم واحد ينخفض ألفا مهما ندر الاختلاف، ولا ينخفض هذا.
certificate-label = الحكم
certificate-not-claimed = ما لا يُقال هنا
certificate-not-probability = تقديرات النموذج قرائن، لا احتمالات صحة.
certificate-not-right = الاتفاق يقول كم تتشابه الإجابات، لا كم تصحّ.
certificate-not-without = من غير تدقيق انتهى لا يُقال شيء عن الصحة.
certificate-not-experts = تُؤخذ إجابات الخبراء على أنها صحيحة، وليست أخطاؤهم في المجال.
certificate-not-one = القول في الأحكام التي يسمّيها كلها معًا، لا في مهمة بعينها ولا فيما يأتي بعدها.
bias-title = ما قد يميل بالناس
bias-how = كم يُفضَّل ما عُرض أولًا، أو الأطول، أو الأكثر تنسيقًا، وما عدا ذلك سواء: النصف يعني ألّا ميل. هذا ارتباط لا سبب: حيث الإجابات الأفضل أطول، ليس تفضيل الأطول ميلًا.
bias-what = الأمر
bias-share = النسبة (مجال الثقة 95%)
bias-scale = على مقياس
bias-position = ما عُرض أولًا
bias-length = الإجابة التي طولها ضعف الأخرى
bias-mark = تنسيق أكثر: { $mark }
bias-lists = قوائم
bias-bold = خط عريض
bias-headings = عناوين
bias-code = شيفرة
bias-consistency = الإجابة نفسها حين يُسأل ثانية
bias-fatigue = ما يزيد من الاتفاق أو ينقص كل مئة مهمة
bias-haste = الوقت المستغرق نسبةً إلى ما كان قبل مئة مهمة
bias-nothing = لا تقول البيانات ذلك

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
new-type-claim-checking = ادّعاءات إلى جانب مصادرها: أتصحّ، وأيّ الكلمات يُظهر ذلك؟
new-type-text-spans = نص يعلّم الناس مواضع فيه، كالأسماء.
new-type-form = نموذج تبنيه من عناصر وتراه بصفوف ملفّك.
new-type-speech-transcription = تسجيل يدوّن الناس ما يُقال فيه، مع الأوقات والمتحدثين.
new-type-rubric-rating = إجابة أو محادثة تُقيَّم بمعايير موزونة.
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
new-spans-question-default = علّم كل موضع له تسمية
new-labels = التسميات
new-labels-how = تسمية في كل سطر، كل منها اسم بلا مسافات. السطر الذي يبدأ بمسافات تحت تسمية صفةٌ لها مع قيمها، مثل: مؤكد: نعم، لا
new-overlaps = يجوز أن تتداخل المواضع المعلَّمة
new-relations = العلاقات
new-relations-how = علاقة في كل سطر إن كانت المواضع تُربط بعضها ببعض. بعد النقطتين: من أيّ التسميات إلى أيّها، مثل: يعمل_في: شخص > شركة
new-claims-question-default = ماذا تقول المصادر عنه؟
new-claims-max = أكثر عدد للادّعاءات في المهمة
new-claims-max-how = تُرفض الصفوف التي فيها أكثر من ذلك.
new-quote = الكلمات التي تُظهر الحكم
new-quote-required = اقتباسها واجب
new-quote-optional = اقتباسها جائز
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
new-speech-instruction = المطلوب
new-speech-timestamps = الأوقات
new-speech-timestamps-on = مقاطع لكل منها بداية ونهاية
new-speech-timestamps-off = بلا أوقات: نص واحد للتسجيل كله
new-speakers = المتحدثون، اسم في كل سطر
new-speakers-how = تسعة أسماء على الأكثر. اتركه فارغًا إن لم يكن التمييز بين المتحدثين مطلوبًا.
new-chars-min = أقل عدد للأحرف
new-chars-max = أكثر عدد للأحرف
new-question = السؤال
new-question-default = أيّ الإجابتين أفضل؟
new-scale = السلّم
new-scale-3 = ثلاث درجات
new-scale-5 = خمس درجات
new-responses = عدد الإجابات التي تُقارَن
new-scale-best = الأفضل، أو متقاربة
new-scale-best-strength = الأفضل قليلًا أو بوضوح، أو متقاربة
new-points = درجات التقييم
new-dimensions = ما يُقيَّم في كل واحدة
new-dimensions-hint = تنال كل إجابة تقييمًا خاصًّا بها في كلٍّ من هذه، إلى جانب التفضيل.
new-criteria-hint = التقييم العام هو المتوسط الموزون. إن لم تكتب درجات فهي خمس، من ضعيفة جدًّا إلى جيّدة جدًّا.
new-dimension = المعيار { $number }
new-dimension-label = ما الذي يُقيَّم
new-dimension-help = معناه في جملة
new-dimension-weight = الوزن
new-dimension-anchors = معنى كل درجة، الأسوأ أولًا، كلٌّ في سطر
new-dimension-anchors-usual = ضعيفة جدًّا … جيّدة جدًّا
remove = أزل
new-dimension-add = أضف معيارًا
new-dimension-remove = أزل المعيار { $number }
new-sensitive = قد يكون ما يُقرأ مزعجًا: يُحجب إلى أن يطلب المُوسِّم رؤيته
new-comment = يمكن للموسّمين كتابة تعليق
rubric-coherence = الترابط
rubric-coherence-help = هل هي واضحة ومرتّبة وخالية من التناقض؟
rubric-factuality = الصحّة
rubric-factuality-help = هل ما تذكره صحيح؟
rubric-style = الأسلوب
rubric-style-help = هل يناسب القارئ نبرةً وطولًا؟
rubric-harmlessness = السلامة
rubric-harmlessness-help = هل يُؤمَن ألّا يتضرّر منها أحد؟
built-title = النموذج من أعلاه إلى أسفله
built-element = العنصر { $number }: { $kind }
built-kind = نوع العنصر
built-add = أضف عنصرًا
built-text = نصّ يُقرأ
built-conversation = محادثة تُقرأ
built-file = ملفّ يُشاهَد أو يُسمَع
built-choice = واحد من عدّة
built-choices = بعضٌ من عدّة
built-scale = سلّم
built-free-text = نصّ يُكتب
built-rewrite = نصّ تُعاد كتابته
built-spans = نصّ تُحدَّد فيه مواضع
built-overlaps = يجوز أن تتداخل المواضع
built-up = انقل العنصر { $number } إلى أعلى
built-down = انقل العنصر { $number } إلى أسفل
built-remove = أزل العنصر { $number }
built-question = السؤال
built-heading = العنوان
built-field = عمود الملف
built-name = الاسم عند التصدير
built-options = الخيارات، كلٌّ في سطر
built-points = معنى كل درجة، الأسوأ أولًا، كلٌّ في سطر
built-required = الإجابة مطلوبة
built-must-be-there = ارفض الصفوف التي تخلو منه
built-when = يُسأل
built-always = دائمًا
built-when-values = يُسأل عند هذه الخيارات
built-preview = كما يراه المُوسِّم
built-row = الصف { $number } من { $count }
built-row-before = الصف السابق
built-row-next = الصف التالي
built-no-file = اختر ملفًّا أعلاه لترى صفوفه هنا.
built-no-rows = تظهر صفوف هذا النوع من الملفات بعد أن يقرأها الاستيراد.
built-row-refused = سيُرفض هذا الصف: { $field }: { $reason }
built-sample = هنا يقف ما في ملفّك له.
new-sure = توقّف مبكرًا، بعد هذا العدد على الأقل
new-sure-how = إن تُرك فارغًا نالت كل مهمة العدد نفسه. وإلا نالت بعض المهام أكثر أولًا ليُعرف من يُحسن، ثم تُسأل كل مهمة ممّن تفيد إجابته أكثر، ما دام يُتوقّع أن تفيد إجابة أخرى.
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
import-price-least = الكلفة على الأقل
import-price-most = الكلفة على الأكثر
import-make = { $count ->
    [one] أنشئ مهمة واحدة
    [two] أنشئ مهمتين
    [few] أنشئ { $count } مهام
   *[other] أنشئ { $count } مهمة
  }
import-nothing-yet = لم يُنشأ شيء بعد. الملف محفوظ ومختوم ليوم واحد.
import-made-already = أُنشئت هذه المهام من قبل.
import-not-sent = لم يصل الملف: المحرك لا يجيب. أسقطه من جديد بعد قليل.
import-cut-off = انقطع الاتصال. اضغط الزر من جديد: ما أُنشئ لا يُنشأ مرتين.
import-first = المهمة الأولى كما سيراها الموسِّم تمامًا
columns-title = الأعمدة
columns-how = خُمّنت من أسمائها. ما يُترك لا يخرج من الملف.
column-ignored = متروك
columns-read = اقرأ الملف هكذا
columns-wrong = يأخذ { $field } من { $least } إلى { $most } من الأعمدة وله { $count }.
field-responses = الإجابات
field-conversation = المحادثة
field-response = الإجابة
field-prompt = الطلب
field-text = النص
field-original = الأصل
field-audio = التسجيل (اسم ملف)
field-draft = مسودة
field-segments = مسودة بأوقاتها
field-language = اللغة
field-claims = الادّعاءات
field-sources = المصادر
field-question = السؤال
field-answer = الإجابة
field-suggestions = مواضع مقترحة
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
project-says-deciding = التوسيمات التي وصلت: { $answered }. المهام المحسومة: { $settled } من { $tasks }. مهام تنتظر أن يُقرَّر من يُسأل بعدُ أو أن لا حاجة إلى أحد: { $undecided }.
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
quality-production = ما يكتبه الناس أو يعلّمونه هنا ليس تصويتًا: لا اتفاق يُقاس ولا شيء يُقدَّر. تُحسم المهمة حين تجتمع توسيماتها وتنقضي مهلة التراجع، ولا يكون أحد قد راجعها عندئذ.
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
estimate-title = احتمال أن يكون صحيحًا
estimate-evidence = قرينة النموذج
estimate-uncalibrated = غير معايَر: كما في مجموعات بيانات عامة
estimate-borrowed = كما وجد تدقيق مساحة العمل هذه
estimate-calibrated = معايَر بتدقيق هذا المشروع
class-comparison-first = الأولى
class-comparison-tie = متقاربتان
class-comparison-second = الثانية
class-comparison-first-clearly = الأولى بوضوح
class-comparison-first-slightly = الأولى قليلًا
class-comparison-second-slightly = الثانية قليلًا
class-comparison-second-clearly = الثانية بوضوح
class-claim-checking-supported = مدعوم
class-claim-checking-contradicted = منقوض
class-claim-checking-unverifiable = لا يمكن الجزم
class-comparison-response-1 = الأولى
class-comparison-response-2 = الثانية
class-comparison-response-3 = الثالثة
class-comparison-response-4 = الرابعة
class-comparison-response-5 = الخامسة
class-comparison-response-6 = السادسة
tasks-by-file = بترتيب الملف
tasks-by-doubt = الأقل يقينًا أولًا
people-title = الناس
people-label = تسمّيه
people-time = الوقت كما قيس
people-stated = { $count ->
    [zero] كما يقول: { $time } (لم تُصحَّح إجابة)
    [one] كما يقول: { $time } (صُحّحت إجابة واحدة)
    [two] كما يقول: { $time } (صُحّحت إجابتان)
    [few] كما يقول: { $time } (صُحّحت { $count } إجابات)
    [many] كما يقول: { $time } (صُحّحت { $count } إجابة)
   *[other] كما يقول: { $time } (صُحّحت { $count } إجابة)
  }
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
why-person-wall = في هذا المشروع جدار أشخاص، ولا يُقال لغير هذا الشخص هل يمنعه.
place-open = مفتوحة له
place-held = عنده
place-answered = أجاب عنها
place-skipped = تخطّاها
place-taken-back = استُعيدت منه
place-needs-skill = تحتاج إلى مهارة ليست له هنا
place-with-others = عند غيره
place-meant-for-others = موجّهة إلى غيره
place-undecided = تنتظر أن يقرّر المحرّك من يُسأل بعدُ
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
bring-in = من مشاريع أخرى
bring-in-how = يعملون هنا أيضًا بالحساب الذي لديهم، بلا رابط جديد.
bring-in-project = مشروعهم الآخر
bring-in-choose = اختر مشروعًا
bring-in-none = لا أحد هناك ليس هنا.
bring-in-do = أدخِلهم
bring-in-done = { $count ->
    [zero] لم يدخل أحد جديد.
    [one] دخل شخص واحد.
    [two] دخل شخصان.
    [few] دخل { $count } أشخاص.
    [many] دخل { $count } شخصًا.
   *[other] دخل { $count } شخص.
}
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
left-out-files = محتواها فيه ملفات
left-out-tie = متقاربتان
left-out-no-prompt = بلا طلب
left-out-overlapping = مواضع متداخلة
errata-ask = ما تغيّر منذئذٍ
errata-changed = { $count ->
    [0] لم يتغيّر حكم منذئذٍ.
    [one] تغيّر حكم واحد منذئذٍ:
    [two] تغيّر حكمان منذئذٍ:
   *[other] أحكام تغيّرت منذئذٍ: { $count }
  }
errata-one = { $was } ← { $now }
errata-gone = لم يعد يُسلَّم
errata-all = كلها
deliveries-signed-by = وقّعه
download = تنزيل
size = الحجم
tasks = المهام
project-withdrawn = مهام مسحوبة
project-ahead = ما بقي، على الأكثر
project-ahead-least = ما بقي، على الأقل
project-left = ما بقي من الميزانية
project-says-paused = موقوف: لا تصل مهمة جديدة إلى أحد، ويُكمَل ما بدأ. وصل { $answered } من { $needed } من التوسيمات.
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
handles-most-how = أكثر ما قد تناله مهمة؛ والمحرّك يقرّر، من { $least } فصاعدًا.
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

## The files of a project
media-title = الصور والتسجيلات والمقاطع
media-how = تسمّي الصفوفُ الملفَّ في عمود اسمه media. أحضر الملفات أولًا ثم استورد الصفوف.
media-drop = أسقط الملفات هنا أو اخترها
media-drop-how = ‏PNG أو JPEG أو WebP أو GIF أو WAV أو MP3 أو Ogg أو FLAC أو MP4، حتى 1 غيبيبايت للملف. إحضار الملفات نفسها مرة أخرى لا يغيّر شيئًا
media-brought = ما أحضرته الآن
media-tally = وصل: { $there }، في الطريق: { $waiting }، مرفوض: { $refused }.
media-waiting = ينتظر
media-sending = في الطريق
media-there = وصل
media-refused = رُفض
media-listening = وصل، ويُرسم شكل موجته
media-no-waveform = وصل، دون شكل موجة:
media-cut-off = لا يجيب المحرك. ما وصل يبقى، والباقي ينتظر في هذه الصفحة.
media-none = لا ملفات بعد.
media-name = الملف
media-type = النوع
media-size = الحجم
media-length = الطول
media-more = ما بعد هذه الملفات، وعددها { $shown }

## Tasks that people gave up, as the lead reads them
concerns-title = مهام تركها أصحابها
concerns-how = في كل منها السبب. جوابك يقرؤه من ترك المهمة، وقراءتك هذه تُدوَّن في سجل الاطلاع.
concern-task = المهمة
concern-reply = جوابك (اختياري)
concern-reopen = تُفتح المهمة من جديد
concern-reopen-nobody = لا لأحد ممن تركها
concern-reopen-person = لهذا الشخص
concern-reopen-everybody = لكل من تركها
concern-reopened-nobody = تم
concern-reopened-person = تم، وفُتحت من جديد لهذا الشخص
concern-reopened-everybody = تم، وفُتحت من جديد لكل من تركها
concern-decide = تم
event-concern = أُجيب عن سبب ترك مهمة:

## The guideline of a project, as its lead changes it
guideline-next = دليل العمل، ليكون النسخة { $version }
guideline-how = تحت العنوانين «## أمثلة» و«## أمثلة مضادة» تُكتب الأمثلة، ويعرضها المكتب على حدة.
guideline-save = اعتمد هذه النسخة
guideline-in-force = النسخة { $version } معمول بها فيما يُسلَّم من الآن. وما في أيدي الناس يبقى على نسخته، وكل مكتب يبيّن ما تغيّر.
guideline-meanwhile = نصك باقٍ هنا، وأدناه ما تغيّر في الأثناء. وإن حفظت ثانيةً حلّ نصك محله.
guideline-versions = النسخ
guideline-from = من
guideline-to = إلى
guideline-as-read = النسخة { $version } كما يقرؤها الموسِّمون
event-guideline = دليل العمل
feedback-label = يرى الناس كيف حُسمت مهامهم
feedback-how = يرى كل منهم بين إجاباته هل حُسمت المهمة كما قال. فيعرفون بذلك ما أجاب به غيرهم.
event-feedback = رؤية الناس لكيفية حسم المهام
feedback-yes = نعم
feedback-no = لا

## Questions of a project, as the lead reads them
questions-title = أسئلة
questions-how = يقرأ الجواب كل من يعمل في هذا المشروع بلا اسم السائل. وقراءتك هذه تُدوَّن في سجل الاطلاع.
questions-wait = { $count ->
    [zero] لا سؤال ينتظر جوابًا.
    [one] سؤال واحد ينتظر جوابًا.
    [two] سؤالان ينتظران جوابًا.
    [few] { $count } أسئلة تنتظر جوابًا.
   *[other] { $count } سؤالًا ينتظر جوابًا.
  }
concerns-wait = { $count ->
    [zero] لا شيء ينتظر كلمتك.
    [one] واحدة تنتظر كلمتك.
    [two] اثنتان تنتظران كلمتك.
    [few] { $count } تنتظر كلمتك.
   *[other] { $count } تنتظر كلمتك.
  }
question-one = سؤال
question-reply = جوابك لكل من يعمل هنا
question-decide = أجب
question-done = أُجيب لكل من يعمل هنا

## The person wall of a project, as its lead sets it
wall-title = جدار الأشخاص
wall-how = من يعمل في هذا المشروع. يقرؤه الناس قبل أن يعملوا، ويقرؤون لِمَ مُنعوا، ولا يعلم سواهم من مُنع. ومن عُرض عليه شيء من قبل فله أن يكمله.
wall-any = لا يُشترط
wall-days = أيام منذ عمل عملاء آخرين
wall-days-how = يمنع من عُرض عليه عمل عميل آخر في هذا العدد من الأيام. فارغ: لا يُشترط.
wall-clearance-least = التصريح الأمني لا يقل عن
wall-countries-label = البلدان
wall-countries-how = حرفان لكل بلد، مثل EE KW، كما يُشهد به. فارغ: لا يُشترط.
wall-vendor-named = المورِّد: { $vendor }
wall-vendor-not = لا أحد منه
wall-vendor-only = منه ومما عُلِّم مثله وحده
wall-part-elsewhere-days = { $count ->
    [one] عمل عملاء آخرين: يوم واحد
    [two] عمل عملاء آخرين: يومان
    [few] عمل عملاء آخرين: { $count } أيام
   *[other] عمل عملاء آخرين: { $count } يومًا
  }
wall-part-not-from = { $count ->
    [one] لا أحد من مورِّد واحد
    [two] لا أحد من مورِّدَين
    [few] لا أحد من { $count } مورِّدين
   *[other] لا أحد من { $count } مورِّدًا
  }
wall-part-only-from = { $count ->
    [one] من مورِّد واحد فقط
    [two] من مورِّدَين فقط
    [few] من { $count } مورِّدين فقط
   *[other] من { $count } مورِّدًا فقط
  }
wall-part-clearance = تصريح أمني { $count }
wall-part-countries = { $count ->
    [one] بلد واحد
    [two] بلدان
    [few] { $count } بلدان
   *[other] { $count } بلدًا
  }

## The client's name
shown-name-title = اسمكم
shown-name-hidden = لا يقرأ الموسِّمون لمن يعملون هنا.
shown-name-shown = يقرأ الموسِّمون اسم مساحة عملكم في مكاتبهم وفي الدعوات.
shown-name-show = أظهر لهم اسمنا
shown-name-hide = أخفِ اسمنا
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
event-wall = جدار الأشخاص
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
why-task-undecided = نالت ما طُلب لها من توسيمات؛ ويقرّر المحرّك مع تقديره التالي هل تحتاج إلى غيرها.
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
log-answer-read = قُرئت إجابة سابقة لصاحبها
log-guideline-released = سُلِّم دليل العمل إلى الصفحة
log-questions-read = قُرئت أسئلة وأجوبتها
log-concerns-read = قُرئت أسباب ترك المهام
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
problem-already-in-workspace = تعمل لدى هذا العميل من قبل بالحساب الذي دخلت به. اطلب من المسؤول أن يدعو ذلك الحساب إلى المشروع؛ ويبقى هذا الرابط صالحًا.
problem-link-has-account = لهذا الرابط حساب قائم بذاته. ادخل به، أو اطلب دعوة جديدة؛ ويبقى الرابط صالحًا.
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
problem-person-unknown = لا أحد يعمل في أيّ من مشاريعك بهذا الاسم المستعار. ادعُه بدلًا من ذلك.
problem-person-not-found = لا أحد يعمل في هذا المشروع بهذا الاسم المستعار.
problem-vendor-not-listed = لا مورِّد { $vendor_id } يمكن أن يُسمّى هنا. اسأل المشغّل عن المورِّدين المُدرَجين.
problem-account-ended = أنهى مورِّدك هذا الحساب. ما كسبتَه باقٍ لك: اطلبه منه.
problem-supplied-not-found = ليس من أفرادك من معرّفه { $person_id }، أو أنك أنهيته من قبل.
problem-kept-out = يمنعك الآن جدار أشخاص من المشروع { $project_id }. يقول لك مكتبك أيّ جدار هو، وإلى متى إن كان الأمر أمر وقت.
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
problem-not-in-your-hands = الإسناد { $assignment_id } لم يعد في يدك أو فُتح من جديد، فلا تُحفظ له مسودة هنا. ما كتبته باقٍ على جهازك.
problem-draft-too-large = أقصى حجم للمسودة { $most } بايت، وهذه أكبر. تُحفظ على جهازك وحده.
problem-concern-not-found = لم يقل أحد ما يسميه { $concern_id } في هذا المشروع.
problem-concern-decided = أجاب مسؤول المشروع عن { $concern_id } من قبل، والجواب الأول هو القائم.
problem-correction-too-late = يمكن تصحيح وقت الإجابة خلال { $days } أيام بعدها، وقد انقضت.
problem-corrections-full = يمكن تصحيح وقت الإجابة { $most } مرة. التصحيح الأحدث هو القائم.
problem-correction-conflict = أُرسل تصحيح آخر بالمعرّف { $correction_id } من قبل، وهو القائم.
problem-zone-unknown = لا توجد منطقة زمنية باسم { $zone }.
problem-too-many-questions = { $most ->
    [one] ينتظر سؤال واحد لك جوابًا في هذا المشروع، وهو الحد. اسأل ثانيةً حين يُجاب عنه.
    [two] ينتظر سؤالان لك جوابًا في هذا المشروع، وهو الحد. اسأل ثانيةً حين يُجاب عن أحدهما.
    [few] تنتظر { $most } أسئلة لك جوابًا في هذا المشروع، وهو الحد. اسأل ثانيةً حين يُجاب عن أحدها.
   *[other] ينتظر { $most } سؤالًا لك جوابًا في هذا المشروع، وهو الحد. اسأل ثانيةً حين يُجاب عن أحدها.
  }
problem-answer-needed = { $concern_id } سؤال: يُجاب عنه بكلمات، ولا تُفتح به مهمة من جديد.
problem-guideline-changed = غيّر أحدهم دليل العمل في الأثناء، والمعمول به النسخة { $version }. انظر ما تغيّر ثم غيّر تلك.
problem-version-not-found = ليس لدليل هذا المشروع نسخة { $version }.
problem-too-many-versions = لدليل العمل { $most } نسخة، وهو الحد.
problem-undo-too-late = يمكن التراجع خلال { $undo_seconds } ثانية وما لم تُحسم المهمة، وقد فات ذلك.
problem-skip-limit = بلغت حد التخطي في هذا المشروع اليوم، وهو { $skips }. أجب عما عندك أو اتركه.
problem-project-not-draft = المشروع ليس مسودة، ولا يُغيَّر هكذا إلا المسودة.
problem-project-closed = المشروع مغلق، فما يُعطى له لا يصل إلى أحد. افتحه من جديد أولًا.
problem-state-refused = لا يمكن هذا والمشروع على حاله الآن.
problem-batch-not-found = ليس في هذا المشروع دفعة رقمها { $batch_no }.
problem-budget-spent = كلفة المشروع الآن، مع ما قد تكلّفه مهامه المفتوحة، أكبر من هذه الميزانية.
problem-less-than-least = يطلب المحرّك في هذا المشروع { $annotations_min } على الأقل لكل مهمة: لا يصح أن يكون الأكثر أقلّ من ذلك.
problem-pilot-unanswered = أُجيب عن القليل بعدُ: { $answered } من المهام لها ما يكفي من الإجابات، ويلزم { $needed } لتقدير ما سيلزم.
problem-not-by-rounds = لا يُقرَّر في هذا المشروع من يُسأل بجولات بين من تسمّيهم: أنشئ مشروعًا بقيمة annotations_min وchosen_among = "named".
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
problem-recording-too-long = الملف { $file_name } أطول من { $limit_hours } ساعة. لم يُحفظ شيء؛ قسّمه وأرسل أجزاءه.
problem-recording-too-slow = استغرق النظر في الملف { $file_name } أكثر من { $limit_seconds } ثانية. لم يُحفظ شيء؛ احفظه من جديد ثم أرسله.
problem-media-not-ready = ما زال هذا الملف يُهيَّأ. أعد المحاولة بعد لحظات.
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
problem-contradictory-gold = للمهمة { $task } إجابتان مختلفتان وكلتاهما مقدَّمة على أنها صحيحة. أبقِ واحدة منهما، أو لا تُبقِ أيًّا منهما.
problem-too-many-classes = عدد الأصناف { $classes } كثير على { $tasks } مهمة معًا. قدِّر مهام أقل في المرة، أو سؤالًا بأصناف أقل.
problem-rating-not-a-number = التقدير في الصف { $row } ليس عددًا. صحّحه أو احذف الصف.
problem-audit-invalid = الحقل { $field } من التدقيق غير مقبول.
problem-audit-running = يجري تدقيق لهذا السؤال، حُكم فيه في { $judged } من { $draws } مهمة. أنهِه أو انتظره.
problem-audit-not-found = لا تدقيق لهذا المشروع بالمعرّف { $audit_id }.
problem-confidence-invalid = الثقة في المهمة { $task } هي { $confidence }، وينبغي أن تكون عددًا من 0 إلى 1. أعد تقدير المشروع قبل التدقيق أو المعايرة.
problem-audit-unplanned = حُكم في { $judged } مهمة لتدقيق خُطّط لعدد { $planned }. لا تُحسب إلا المهام التي سحبتها الخطة، فاسحب تدقيقًا أكبر قبل أن تسأل الخبراء.
problem-unexpected = حدث خلل عندنا. لم يُحفظ نصف شيء؛ أرسل من جديد.

# الاطلاع الطارئ وأصحاب الوصول وإنهاء العمل
nav-glass = الاطلاع الطارئ
nav-access = من لهم وصول
nav-workspaces = مساحات العمل
glass-title = الاطلاع الطارئ
glass-how = المشغِّل يدير هذا التركيب ولا يرى شيئًا مما عندك. وإن أراد العون طلب الاطلاع وذكر السبب. فإن وافقت بمفتاح مرور قرأ خمس عشرة دقيقة على الأكثر، وكل صف يفتحه في سجل الاطلاع.
glass-open = الاطلاع الطارئ { $number }: المشغِّل { $operator } يطّلع الآن.
glass-left = الباقي من الوقت:
glass-left-unit = دقائق وثوانٍ
glass-end = أنهِه الآن
glass-asked = { $count ->
    [one] مشغِّل يطلب الاطلاع.
    [two] طلبان من المشغّلين ينتظرانك.
    [few] { $count } طلبات من المشغّلين تنتظرك.
   *[other] { $count } طلبًا من المشغّلين ينتظرك.
  }
glass-decide = اقرأ السبب وقرّر
glass-request = الطلب { $number } من المشغِّل { $operator }
glass-asked-at = طُلب في { $at }
glass-whole = مساحة العمل كلها
glass-approve = أوافق بمفتاح مرور
glass-decline = أرفض
glass-rows = { $count ->
    [zero] لم يُفتح أي صف
    [one] فُتح صف واحد
    [two] فُتح صفان
    [few] فُتحت { $count } صفوف
   *[other] فُتح { $count } صفًا
  }
glass-none = لا شيء ينتظرك، ولا أحد يطّلع الآن.
glass-before = طلبات سابقة
glass-number = الرقم
glass-rows-opened = الصفوف المفتوحة
glass-reason = السبب
glass-state-asked = ينتظر مسؤولًا
glass-state-lapsed = سقط: لم يقرّر فيه أحد
glass-state-declined = مرفوض
glass-state-open = مفتوح
glass-state-ended = أُنهي قبل وقته
glass-state-over = انتهى
glass-ask = اطلب الاطلاع
glass-ask-how = يقرأ مسؤول في مساحة العمل سببك فيوافق بمفتاح مرور أو يرفض. ثم تقرأ خمس عشرة دقيقة، وكل صف تفتحه في سجل اطلاعهم.
glass-project = هذا المشروع وحده (معرّفه)
glass-project-how = اتركه فارغًا لكل مشاريع مساحة العمل.
glass-look = اطّلع
glass-inside = الاطلاع الطارئ { $number }: أنت داخل مساحة عمل لأحد العملاء.
inside-title = داخل مساحة عمل
inside-how = تقرأ ولا تغيّر. كل صف تفتحه هنا في سجل اطلاع العميل، برقمك مشغِّلًا.
inside-over = انتهى هذا الاطلاع الطارئ. وما عُرض لم يبق منه شيء في هذه الصفحة.
inside-no-projects = ليس في مساحة العمل هذه مشروع بعد.
inside-no-tasks = لا مهام.
inside-guideline = دليل العمل، النسخة { $version }
inside-answered = أُجيب { $answered } من { $needed }
inside-more = مهام أخرى
inside-taken-back = سحبها الموسِّم
workspaces-title = مساحات العمل
workspaces-how = مساحة كل عميل بمعرّفها وبالأرقام. المشغّلون لا يرون اسمًا ولا دليل عمل ولا محتوى.
workspaces-none = لا مساحة عمل بعد. الأمر `amana workspace create` ينشئ واحدة.
workspace = مساحة العمل
workspace-bytes = المستورد
workspace-last = آخر اطلاع على محتوى
access-title = من لهم وصول
access-how = المسؤولون يقرّرون ويرون كل ما في مساحة العمل، والمدققون يقرؤون سجل اطلاعها. والموسِّمون في صفحات مشاريعهم.
access-as = بصفة
access-client = مسؤول
access-auditor = مدقق
access-since = منذ
access-invited = مدعوّ حتى { $at }
access-invite = ادعُ
access-link = رابط المرة الواحدة للشخص الجديد، يُعرض هذه المرة فقط
access-asks = لن يرى { $label } شيئًا هنا من هذه اللحظة: الجلسات ومفاتيح المرور والروابط لا تفتح مساحة العمل هذه. ويبقى الحساب لما يعمله عند غيركم.
access-keep-keys = مفاتيح الواجهة التي أنشأها. تنتهي إلا ما تبقيه:
off-board = إنهاء العمل كله
off-board-asks = لن يعمل { $label } في مساحة العمل هذه، في أي مشروع، من هذه اللحظة. ما بيده يذهب إلى غيره، وما كسبه يبقى له.
off-board-how = ثم ترى قائمة كل ما اطّلع عليه.
seen-link = ما اطّلع عليه
seen-title = كل ما اطّلع عليه شخص
seen-how = كل صف له في سجل الاطلاع، الأحدث أولًا:
seen-nothing = لا شيء: ليس له صف في سجل الاطلاع.
seen-csv = تنزيل CSV
seen-lines = تنزيل JSON Lines
queue-departure = في { $at } أنهى عميل عملك عنده. لم يعد شيء مما عنده مفتوحًا لك، وما كسبته هناك باقٍ في كشف حسابك.
operator-end = إنهاء صلاحياته
operator-end-asks = لن يكون { $label } مشغِّلًا من هذه اللحظة، وينتهي كل ما هو مفتوح له.
operator-end-leaves-one = يبقى عندئذ مشغِّل واحد، ولا يستطيع وحده أن تُعتمد له ترشيحات. الأمر `amana operator create` على الجهاز نفسه ينشئ ثانيًا.
happened-operator-ended = لم يعد مشغِّلًا
happened-off-boarded = أُنهي الوصول إلى مساحة عمل
log-break-glass-approved = ووفق على اطلاع طارئ
log-project-opened = فتح مشغِّل مشروعًا
log-guideline-opened = فتح مشغِّل دليل العمل
log-task-listed = سُردت مهمة لمشغِّل
log-task-opened = فتح مشغِّل مهمة
log-annotation-opened = فتح مشغِّل توسيمًا
log-under-glass = ضمن الاطلاع الطارئ { $number }
problem-another-operator-needed = لا أحد ينهي صلاحياته مشغِّلًا بنفسه. لا بد من مشغِّل آخر.
problem-lead-needed = لا يفعل هذا إلا مسؤول داخل بجلسته: لا مفتاح يُدخل أحدًا أو يصرفه أو يوافق على شيء.
problem-passkey-missing = الموافقة تكون بمفتاح مرور، وليس لك واحد. أنشئه في صفحة حسابك ثم عُد.
problem-nobody-here = لا أحد في مساحة العمل هذه يُعرف بالمعرّف { $who_id }.
problem-operator-not-found = لا مشغِّل بالمعرّف { $operator_id }.
problem-workspace-not-found = لا مساحة عمل هنا بالمعرّف { $workspace_id }.
problem-break-glass-not-found = لا طلب اطلاع طارئ { $request_id } لك أن تراه.
problem-break-glass-closed = هذا الاطلاع الطارئ غير مفتوح، فلا يُقرأ ضمنه شيء. يُفتح ربع ساعة حين يوافق مسؤول.
problem-break-glass-asked = لك في مساحة العمل هذه طلب ينتظر أو مفتوح. استعمله، أو أنهِه أولًا.
problem-break-glass-decided = لم يعد يُقرَّر في هذا الطلب: قُرّر فيه من قبل أو انقضى وقته.
problem-last-lead = هذا هو المسؤول الوحيد في مساحة العمل. ادعُ آخر أولًا، ومتى دخل جاز إنهاء هذا.
problem-two-operators-needed = سيبقى أقل من مشغّلين اثنين، والواحد وحده لا تُعتمد له ترشيحات. لفعل ذلك مع هذا، صرّح به في الطلب.
