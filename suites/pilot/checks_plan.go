package pilot

import (
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strings"

	"github.com/oktascim/oktascim/suites"
	"github.com/oktascim/oktascim/suites/check"
	"github.com/oktascim/oktascim/suites/okta"
	"github.com/oktascim/oktascim/suites/roster"
)

// Checks gives the checks of the plan: about the whole, about each group, about
// each person. The bodies judge what was read before; where few people are in
// the roster, each is also looked up as Okta does it.
func (p *Plan) Checks() iter.Seq[suites.Check] {
	c := newCatalogue()
	return func(yield func(suites.Check) bool) {
		for _, one := range []suites.Check{
			c.check(idAdmins, "", p.checkAdmins), c.check(idLockOut, "", p.checkLockOut), c.check(idSeats, "", p.checkSeats),
		} {
			if !yield(one) {
				return
			}
		}
		for _, name := range p.pushed {
			if !yield(c.check(idGroup, name, func(t *suites.T) { p.checkGroup(t, name) })) ||
				!yield(c.check(idStrangers, name, func(t *suites.T) { p.checkStrangers(t, name) })) ||
				!yield(c.check(idAssigned, name, func(t *suites.T) { p.checkAssigned(t, name) })) {
				return
			}
		}
		for i := range p.people {
			one := &p.people[i]
			if one.Status != roster.Assigned {
				continue
			}
			for _, check := range p.checksOf(c, one) {
				if !yield(check) {
					return
				}
			}
		}
	}
}

// checksOf are the checks about one person; those that have nothing to judge
// are left out.
func (p *Plan) checksOf(c catalogue, one *planned) []suites.Check {
	out := []suites.Check{c.check(idMatch, one.UserName, p.noting(one, p.checkMatch)), c.check(idAttributes, one.UserName, p.noting(one, p.checkAttributes))}
	if p.willBeLinked(one) {
		out = append(out, c.check(idActive, one.UserName, p.noting(one, p.checkActive)))
	}
	if one.Role != "" {
		out = append(out, c.check(idRole, one.UserName, p.noting(one, p.checkRole)))
	}
	if p.mapping.stated && p.willBeLinked(one) {
		out = append(out, c.check(idKeepsRole, one.UserName, p.noting(one, p.checkKeepsRole)))
	}
	return out
}

// noting runs a check and keeps what it found for the table.
func (p *Plan) noting(one *planned, body func(*suites.T, *planned) string) func(*suites.T) {
	return func(t *suites.T) {
		if finding := body(t, one); finding != "" {
			one.findings = append(one.findings, finding)
		}
	}
}

func (p *Plan) checkMatch(t *suites.T, one *planned) string {
	at := "GET /Users"
	switch one.what {
	case NoKey:
		t.Failf("the roster", "an e-mail address: the profile says that Okta looks people up by it", "none")
		return "no e-mail address to look up"
	case Ambiguous:
		t.Failf(at, "nobody or exactly one account, and this person's", "%s", one.why)
	}
	if p.few() || one.what == Ambiguous || strings.Contains(one.by, "case") {
		if problem := p.lookUp(t, one); problem != "" && one.what != Ambiguous {
			one.what, one.why = Ambiguous, problem
		}
	}
	return one.why
}

// lookUp asks as Okta does and holds the answer against the lists.
func (p *Plan) lookUp(t *suites.T, one *planned) string {
	key := p.key(one.Person)
	a := t.Okta.LookupUser(t, key)
	if one.by == "email" {
		a = t.Okta.LookupUserByEmail(t, key)
	}
	problem := ""
	list, whole := a.List()
	expected := "the lookup of " + key + " finds nobody"
	if one.account != nil {
		expected = "the lookup of " + key + " finds " + describe([]*account{one.account}) + " alone"
	}
	missed := a.Err == nil && a.Status == http.StatusNotFound && a.Resource != nil
	switch {
	case missed:
		list, whole = nil, true
	case !a.OK() || !whole && check.Total(a) != 0:
		problem = fmt.Sprintf("the lookup answers %s: Okta stops and shows a provisioning error", answered(a))
	}
	switch {
	case problem != "":
	case one.what == Ambiguous:
		return ""
	case one.account == nil && len(list) > 0:
		problem = fmt.Sprintf("the lookup finds %s: Okta would link that account and overwrite it", told(list))
	case one.account != nil && len(list) == 0:
		problem = fmt.Sprintf("the lookup finds nobody, but the list shows %s: Okta would make a second account, or be refused", describe([]*account{one.account}))
	case len(list) > 1:
		problem = fmt.Sprintf("the lookup finds %s: Okta may link the wrong one", told(list))
	case one.account != nil && list[0].ID() != one.account.id:
		problem = fmt.Sprintf("the lookup finds %s: Okta would link that account and overwrite it", told(list))
	}
	if problem != "" {
		t.Failf(a.Op(), expected, "%s", problem)
	}
	return problem
}

// answered words an answer that is no list.
func answered(a okta.Answer) string {
	switch {
	case a.Err != nil:
		return "nothing (" + a.Err.Error() + ")"
	case !a.OK():
		return fmt.Sprint(a.Status)
	}
	return fmt.Sprintf("%d without a list", a.Status)
}

// told names what a lookup found.
func told(list []okta.Resource) string {
	var out []string
	for _, r := range list {
		out = append(out, fmt.Sprintf("%s (id %s)", or(r.String("userName"), or(r.String("displayName"), "a resource without a name")), r.ID()))
	}
	return names(out)
}

func (p *Plan) checkActive(t *suites.T, one *planned) string {
	if one.account.active {
		return ""
	}
	t.Failf("GET /Users active", "true", "false: being assigned gives the person access again")
	return "inactive today, gets access again"
}

func (p *Plan) checkAttributes(t *suites.T, one *planned) string {
	empty := p.emptyOf(one)
	if len(empty) == 0 {
		return ""
	}
	finding := "the mapping leaves " + strings.Join(empty, ", ") + " empty"
	t.Failf("the roster", "givenName, familyName and email", "%s", finding)
	return finding
}

// emptyOf are the base attributes for which Okta has no value.
func (p *Plan) emptyOf(one *planned) []string {
	var out []string
	for _, attribute := range []struct{ column, value string }{
		{roster.GivenName, one.GivenName}, {roster.FamilyName, one.FamilyName}, {roster.Email, one.Email},
	} {
		if attribute.value == "" && p.roster.Columns[attribute.column] {
			out = append(out, attribute.column)
		}
	}
	return out
}

func (p *Plan) checkRole(t *suites.T, one *planned) string {
	if !p.wrongRole(one) {
		return ""
	}
	groups := "none of the person's groups is mapped"
	if len(one.Groups) > 0 {
		groups = "the groups " + strings.Join(one.Groups, ", ") + " give it"
	}
	t.Failf("the mapping", "the role "+one.Role, "%s: %s", orNone(one.then), groups)
	return fmt.Sprintf("would be %s, the roster says %s", orNone(one.then), one.Role)
}

func (p *Plan) checkKeepsRole(t *suites.T, one *planned) string {
	if p.mapping.attribute == "" && one.now == "" {
		t.Unsupported("the app profile does not state roles.attribute: what role people have today is not known")
	}
	if !p.loses(one) {
		return ""
	}
	t.Failf("the mapping", one.now+", as today", "%s", orNone(one.then))
	return fmt.Sprintf("would lose %s and become %s", one.now, orNone(one.then))
}

// losers are the present admins who would lose the role, by the role that they
// would get.
func (p *Plan) losers() (all []*planned) {
	for i := range p.people {
		if one := &p.people[i]; p.loses(one) && p.isAdmin(one.account) {
			all = append(all, one)
		}
	}
	return all
}

// needRoles ends a check that judges present roles when they cannot be seen.
func (p *Plan) needRoles(t *suites.T) {
	if p.mapping.highest() == "" {
		t.Unsupported("the app profile maps no group to a role")
	}
	if p.mapping.attribute == "" && p.mapping.admin == "" {
		t.Unsupported("the app profile states neither roles.attribute nor roles.existing_admin: who is %s today is not known", p.mapping.highest())
	}
}

// canSeeAdmins tells whether present admins are known.
func (p *Plan) canSeeAdmins() bool {
	return p.mapping.highest() != "" && (p.mapping.attribute != "" || p.mapping.admin != "")
}

func (p *Plan) checkAdmins(t *suites.T) {
	p.needRoles(t)
	if losers := p.losers(); len(losers) > 0 {
		t.Failf("the mapping", fmt.Sprintf("everybody who is %s today stays it: put them into a group that gives it, or state their new role in the roster", p.mapping.highest()),
			"%s", becoming(losers, p.mapping.highest()))
	}
}

// becoming words who would lose the highest role: "3 present admins would
// become Viewer: ann@…, ben@…".
func becoming(losers []*planned, highest string) string {
	var parts []string
	var then []string
	for _, one := range losers {
		if !slices.Contains(then, one.then) {
			then = append(then, one.then)
		}
	}
	for _, role := range then {
		var who []string
		for _, one := range losers {
			if one.then == role {
				who = append(who, one.UserName)
			}
		}
		word := highest
		if strings.EqualFold(highest, "admin") || strings.EqualFold(highest, "administrator") {
			word = strings.ToLower(highest)
		}
		parts = append(parts, fmt.Sprintf("%s would become %s: %s", plural(len(who), "present "+word, "present "+word+"s"), orNone(role), names(who)))
	}
	return strings.Join(parts, "; ")
}

func (p *Plan) checkLockOut(t *suites.T) {
	p.needRoles(t)
	if !p.target.whole {
		t.Unsupported("only the people of the roster were looked up; with --snapshot everybody is read")
	}
	if p.adminsAfter() <= 0 {
		t.Failf("the mapping", "somebody who is "+p.mapping.highest()+" after the assignment",
			"nobody: none of the people with the role today keeps it, and no group of the roster gives it")
	}
}

// adminsAfter is how many people would have the highest role.
func (p *Plan) adminsAfter() int {
	n := 0
	for i := range p.target.users {
		if p.isAdmin(&p.target.users[i]) {
			n++
		}
	}
	for i := range p.people {
		one := &p.people[i]
		isAdmin := one.account != nil && p.isAdmin(one.account)
		willBe := one.Status == roster.Assigned && strings.EqualFold(one.then, p.mapping.highest()) && one.what != NoKey
		switch {
		case willBe && !isAdmin:
			n++
		case isAdmin && (p.willBeLinked(one) && !willBe || one.Status == roster.Leaver):
			n--
		}
	}
	return n
}

// seats are those that the pilot takes, and those that are free.
func (p *Plan) seats() (needed, free int) {
	for i := range p.people {
		one := &p.people[i]
		if one.what == Create || one.what == Reactivate || one.what == Ambiguous && one.account == nil {
			needed++
		}
	}
	if s := p.env.Profile.Seats; s != nil {
		free = s.Limit - p.target.active()
	}
	return needed, free
}

func (p *Plan) checkSeats(t *suites.T) {
	if !p.target.whole {
		t.Unsupported("only the people of the roster were looked up; with --snapshot everybody is counted")
	}
	needed, free := p.seats()
	if needed > max(free, 0) {
		t.Failf("seats.limit "+number(p.env.Profile.Seats.Limit), plural(needed, "free seat", "free seats"),
			"%s: %s would be refused", number(max(free, 0)), people(needed-max(free, 0)))
	}
}
