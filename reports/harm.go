package reports

import "strings"

// harm says what a failure does to people: the worse, the higher.
type harm int

const (
	inForm   harm = iota // an answer has another form than the standard says
	refused              // a task fails, which the admin sees
	outdated             // the app holds other data than Okta shows
	others               // data are lost, or people are changed whom no request names
	access               // somebody keeps or gets access, or the wrong account is linked
	nothing              // hardly anything works
)

// harmful are the harms of checks by the beginning of their ids; the first that fits counts.
var harmful = []struct {
	prefix string
	harm   harm
}{
	{"auth.error.", inForm}, {"auth.", access},
	{"users.lookup.persona", refused}, {"users.lookup.answer", inForm}, {"users.lookup.", access},
	{"users.deactivate.accepted", refused}, {"users.deactivate.answer", inForm}, {"users.deactivate.keeps", others}, {"users.deactivate.", access},
	{"members.remove.", access}, {"members.push-now.", access}, {"members.mixed.", access}, {"members.unknown.", access},
	{"groups.delete.", access}, {"roles.", access}, {"seats.over.", access},
	{"errors.refused.", others}, {"errors.", inForm}, {"headers.", inForm}, {"connector.", refused},
	{"users.update.keeps", others}, {"users.update.", outdated}, {"users.reactivate.", outdated}, {"groups.rename.", outdated},
	{"members.", outdated}, {"import.", outdated}, {"robustness.", outdated},
}

// harm is the worst of the cause's findings.
func (c *Cause) harm(checks int) harm {
	if checks > 0 && c.Checks()*4 >= checks {
		return nothing
	}
	worst := inForm
	for _, f := range c.findings {
		worst = max(worst, harmOf(f))
	}
	return worst
}

func harmOf(f *Finding) harm {
	if strings.HasSuffix(f.ID, ".others") || strings.HasPrefix(f.Problems[0].Context, "bystander") {
		return others
	}
	for _, h := range harmful {
		if strings.HasPrefix(f.ID, h.prefix) {
			return h.harm
		}
	}
	return refused
}
