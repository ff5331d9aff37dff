import { hostRule } from '../rule';

const standard = '+ -><()~*:""&|';

export default hostRule({
  severity: 'error',
  summary: 'operators of full-text searches in an order or number no server takes',
  *check({ options }) {
    const setting = options.effective('ft_boolean_syntax');
    if (!setting || (setting.value === undefined && !setting.negated)) return;
    const value = setting.negated ? '0' : (setting.value ?? '');
    if (canBe(value)) return;
    yield {
      span: setting.valueSpan && value !== '' && !setting.negated ? setting.valueSpan : setting.nameSpan,
      message: `"${value}" cannot be the operators of full-text searches, which are ${standard.length} signs such as ${standard}: the server does not start`,
      fatal: true,
    };
  },
});

/** Whether a server may take it: as many signs as in the standard, none a letter or figure, a blank in front or second. */
function canBe(value: string): boolean {
  return value.length === standard.length && !/[a-z0-9]/i.test(value) && / /.test(value.slice(0, 2));
}
