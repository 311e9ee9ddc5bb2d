package orgsim

import (
	"fmt"
	"strings"
)

var (
	firstNames = []string{"Ada", "Ben", "Chloé", "Daniel", "Elif", "Farid", "Grace", "Hiroshi", "Inês", "Jürgen", "Kofi", "Linh", "Maya", "Nils", "Olga", "Priya", "Quinn", "Rosa", "Søren", "Tomás"}
	lastNames  = []string{"Archer", "Baker", "Costa", "Dubois", "Eriksen", "Fischer", "García", "Hughes", "Ivanova", "Jensen", "Khan", "Lopez", "Müller", "Nguyen", "O'Brien", "Petrov", "Quist"}
	titles     = []string{"Analyst", "Engineer", "Manager", "Director"}
)

// People makes up n people of a domain, always the same ones. Nobody is assigned.
func People(n int, domain string) []Person {
	out := make([]Person, n)
	for i := range out {
		first, last := firstNames[i%len(firstNames)], lastNames[(i+i/len(firstNames))%len(lastNames)]
		out[i] = Person{
			Login:     fmt.Sprintf("person%04d@%s", i+1, domain),
			FirstName: first, LastName: last, DisplayName: first + " " + last,
			More: map[string]string{"title": titles[i%len(titles)], "locale": "en_US", "department": "Department " + string(rune('A'+i%5))},
		}
	}
	return out
}

// Deal makes groups of these names and deals the people to them in turn. Every
// group is assigned to the app and pushed.
func Deal(people []Person, names []string) []Group {
	var groups []Group
	for _, name := range names {
		groups = append(groups, Group{Name: strings.TrimSpace(name), Assigned: true, Pushed: true})
	}
	for i, p := range people {
		if len(groups) > 0 {
			g := &groups[i%len(groups)]
			g.Members = append(g.Members, p.Login)
		}
	}
	return groups
}
