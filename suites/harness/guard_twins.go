package harness

import "strings"

// Twins tells of which users of this run's tenant nobody knows whence they come:
// they bear a userName that a create of this run sent and was answered for
// with another id, and no answer to a create or read by id has shown theirs.
func (g *Guard) Twins() func(id, userName string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	names, ours := map[string]bool{}, map[string]bool{}
	for r, s := range g.known {
		if r.kind != Users || r.tenant != "" {
			continue
		}
		if s.made && s.name != "" {
			names[strings.ToLower(s.name)] = true
		}
		ours[r.id] = s.made || s.owned
	}
	return func(id, userName string) bool { return names[strings.ToLower(userName)] && !ours[id] }
}
