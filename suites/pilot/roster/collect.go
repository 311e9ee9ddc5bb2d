package roster

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/oktascim/oktascim/suites/near"
	"github.com/oktascim/oktascim/suites/profile"
)

func columns() []string {
	return []string{UserName, GivenName, FamilyName, Email, Groups, Role, StatusOf}
}

// column is the column that a heading names, whatever its case.
func column(heading string) (string, bool) {
	i := slices.IndexFunc(columns(), func(c string) bool { return strings.EqualFold(c, strings.TrimSpace(heading)) })
	if i < 0 {
		return "", false
	}
	return columns()[i], true
}

// unknownColumn says what to do about a heading that is none.
func unknownColumn(heading string) string {
	// What Okta, spreadsheets and directories call them.
	also := map[string]string{"username": UserName, "login": UserName, "user": UserName, "upn": UserName,
		"firstname": GivenName, "first": GivenName, "lastname": FamilyName, "surname": FamilyName, "last": FamilyName,
		"mail": Email, "emailaddress": Email, "group": Groups, "state": StatusOf}
	folded := strings.ToLower(strings.NewReplacer(" ", "", "_", "", "-", "").Replace(heading))
	meant := also[folded]
	if meant == "" {
		meant = near.Word(heading, columns())
	}
	all := "the columns are " + strings.Join(columns(), ", ")
	if meant == "" {
		return "remove it; " + all
	}
	return fmt.Sprintf("did you mean %s? %s", meant, strings.ToUpper(all[:1])+all[1:])
}

// collector takes rows one by one and notes what is wrong with them.
type collector struct {
	options  Options
	roster   *Roster
	problems []profile.Problem
	names    map[string]int    // folded userName → line
	emails   map[string]int    // folded address → line
	groups   map[string]string // folded displayName → the spelling that came first
	roles    map[string]string
}

func newCollector(file string, options Options) *collector {
	c := &collector{options: options, roster: &Roster{File: file, Columns: map[string]bool{}}, names: map[string]int{},
		emails: map[string]int{},
		groups: map[string]string{}, roles: map[string]string{}}
	for _, r := range options.Roles {
		c.roles[strings.ToLower(r)] = r
	}
	return c
}

func (c *collector) refuse(line int, fix, format string, args ...any) {
	c.problems = append(c.problems, profile.Problem{Line: line, Message: fmt.Sprintf(format, args...), Fix: fix})
}

// full reports whether reading on would only cost time.
func (c *collector) full() bool { return len(c.problems) >= profile.MaxProblems }

// value is a cell as it is kept: without blanks around it and without a line break.
func (c *collector) value(line int, column, v string) string {
	v = strings.TrimSpace(v)
	switch {
	case !utf8.ValidString(v):
		c.refuse(line, "save the file as UTF-8", "%s is not UTF-8", column)
	case strings.ContainsAny(v, "\r\n"):
		c.refuse(line, "keep one line a value; a quote that is never closed swallows the lines after it",
			"%s holds a line break", column)
	case strings.ContainsFunc(v, unicode.IsControl):
		c.refuse(line, "remove it", "%s holds a control character", column)
	default:
		return v
	}
	return ""
}

// add takes one row; groups are its groups, split already.
func (c *collector) add(line int, row map[string]string, groups []string) {
	before := len(c.problems)
	p := Person{Line: line, Status: Assigned}
	for _, to := range []struct {
		column string
		field  *string
	}{{UserName, &p.UserName}, {GivenName, &p.GivenName}, {FamilyName, &p.FamilyName}, {Email, &p.Email}, {Role,
		&p.Role}} {
		*to.field = c.value(line, to.column, row[to.column])
	}
	if len(c.problems) > before {
		return
	}
	c.identity(&p)
	c.role(&p)
	c.status(&p, c.value(line, StatusOf, row[StatusOf]))
	for _, g := range groups {
		if g = c.value(line, Groups, g); g != "" && !slices.Contains(p.Groups, c.spelling(g)) {
			p.Groups = append(p.Groups, c.spelling(g))
		}
	}
	if len(c.problems) > before {
		return
	}
	if p.Email == p.UserName {
		p.Email = p.UserName // one text in memory
	}
	c.roster.People = append(c.roster.People, p)
}

// spelling is the group's name as it was written first: names are case-insensitive in Okta and in SCIM.
func (c *collector) spelling(group string) string {
	folded := strings.ToLower(group)
	if c.groups[folded] == "" {
		c.groups[folded] = group
	}
	return c.groups[folded]
}

func (c *collector) identity(p *Person) {
	if p.UserName == "" {
		c.refuse(p.Line, "give the user name that Okta sends, or remove the row", "userName is empty")
		return
	}
	folded := strings.ToLower(p.UserName)
	if first, twice := c.names[folded]; twice {
		c.refuse(p.Line, "keep one of the two: user names are case-insensitive in Okta and in SCIM",
			"%s is there twice: first %s", p.UserName, where(first))
		return
	}
	c.names[folded] = p.Line
	if p.Email == "" {
		return
	}
	if at := strings.LastIndex(p.Email, "@"); at <= 0 || at == len(p.Email)-1 || strings.ContainsAny(p.Email, " <>,;\"") {
		c.refuse(p.Line, "give the address alone, such as ann@example.com", "email %q is not an e-mail address", p.Email)
		return
	}
	if !c.options.UniqueEmail {
		return
	}
	folded = strings.ToLower(p.Email)
	if first, twice := c.emails[folded]; twice {
		c.refuse(p.Line, "give each person an address of their own: the profile says that Okta looks people up by it",
			"two people have the address %s: the other is %s", p.Email, where(first))
	}
	c.emails[folded] = p.Line
}

func where(line int) string {
	if line == 0 {
		return "further up"
	}
	return fmt.Sprintf("on line %d", line)
}

func (c *collector) role(p *Person) {
	if p.Role == "" || len(c.roles) == 0 {
		return
	}
	if known := c.roles[strings.ToLower(p.Role)]; known != "" {
		p.Role = known
		return
	}
	fix := "the app profile has the roles " + strings.Join(c.options.Roles, ", ")
	if meant := near.Word(p.Role, c.options.Roles); meant != "" {
		fix = fmt.Sprintf("did you mean %s? T%s", meant, fix[1:])
	}
	c.refuse(p.Line, fix, "role %q is none of the app's", p.Role)
}

func (c *collector) status(p *Person, v string) {
	if c.options.Leavers {
		p.Status = Leaver
		return
	}
	switch Status(strings.ToLower(v)) {
	case "", Assigned:
	case NotAssigned, "unassigned", "not-assigned":
		p.Status = NotAssigned
	case Leaver:
		p.Status = Leaver
	default:
		fix := "it is assigned (the same as empty), not assigned, or leaver"
		if meant := near.Word(v, []string{string(Assigned), string(NotAssigned), string(Leaver)}); meant != "" {
			fix = fmt.Sprintf("did you mean %s? I%s", meant, fix[1:])
		}
		c.refuse(p.Line, fix, "status %q is not known", v)
	}
}

// done gives the roster, or everything that is wrong with it.
func (c *collector) done() (*Roster, error) {
	if len(c.problems) == 0 && len(c.roster.People) == 0 {
		c.refuse(0, "add a row for each person of the pilot", "the roster has nobody in it")
	}
	if len(c.problems) > 0 {
		return nil, &profile.Error{File: c.roster.File, Problems: c.problems}
	}
	return c.roster, nil
}
