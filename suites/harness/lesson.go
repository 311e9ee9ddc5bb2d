package harness

import "time"

// Lesson is what one process of a run learned about waiting, for the others:
// each would otherwise find it out by itself.
type Lesson struct {
	// InVain is the operation of a change that did not show, and Longest the
	// longest wait that helped until then.
	InVain  string        `json:"in_vain,omitempty"`
	Longest time.Duration `json:"longest,omitempty"`
	// Silent is an operation that the target left unanswered.
	Silent string `json:"silent,omitempty"`
}

// Learn takes over what another process learned.
func (e *Env) Learn(l Lesson) {
	if l.InVain != "" {
		e.Settler.learn(l)
	}
	if l.Silent != "" {
		e.gate.silences.hear(l.Silent)
	}
}

// learn counts a wait in vain that took place elsewhere.
func (s *Settler) learn(l Lesson) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.longest = max(s.longest, l.Longest)
	s.count(l.InVain)
}

// hear makes an operation silent here too: until it is answered, and when others
// are.
func (s *silences) hear(operation string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	one := s.of(operation)
	if one.row < silent {
		one.row, one.since = silent, s.answers
	}
}
