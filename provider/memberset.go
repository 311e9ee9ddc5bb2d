package provider

import "iter"

// memberSet is the members of one group: in order, with look-up, addition and removal in constant time. A removal leaves a gap
// until compact. A nil *memberSet is empty.
type memberSet struct {
	ids []string       // "" for a gap
	at  map[string]int // place in ids
}

func newMemberSet() *memberSet {
	return &memberSet{at: map[string]int{}}
}

func (s *memberSet) len() int {
	if s == nil {
		return 0
	}
	return len(s.at)
}

func (s *memberSet) has(id string) bool {
	if s == nil {
		return false
	}
	_, ok := s.at[id]
	return ok
}

func (s *memberSet) all() iter.Seq[string] {
	return func(yield func(string) bool) {
		if s == nil {
			return
		}
		for _, id := range s.ids {
			if id != "" && !yield(id) {
				return
			}
		}
	}
}

func (s *memberSet) add(id string) {
	s.at[id] = len(s.ids)
	s.ids = append(s.ids, id)
}

// removeLast takes back the latest add.
func (s *memberSet) removeLast(id string) {
	s.ids = s.ids[:s.at[id]]
	delete(s.at, id)
}

// remove returns the place for restore.
func (s *memberSet) remove(id string) int {
	at := s.at[id]
	s.ids[at] = ""
	delete(s.at, id)
	return at
}

func (s *memberSet) restore(at int, id string) {
	s.ids[at] = id
	s.at[id] = at
}

// compact costs as much as there are members, so it waits until half of the places are gaps.
func (s *memberSet) compact() {
	if len(s.ids) < 2*len(s.at)+16 {
		return
	}
	kept := make([]string, 0, len(s.at))
	for _, id := range s.ids {
		if id != "" {
			s.at[id] = len(kept)
			kept = append(kept, id)
		}
	}
	s.ids = kept
}
