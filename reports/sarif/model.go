package sarif

import (
	"net/http"
	"net/url"

	"github.com/oktascim/oktascim/reports"
	"github.com/oktascim/oktascim/reports/internal/prose"
)

// The shapes are the parts of SARIF 2.1.0 that we fill in
// (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html).

type log struct {
	Schema  string `json:"$schema"`
	Version string `json:"version"`
	Runs    []run  `json:"runs"`
}

type run struct {
	Tool              tool           `json:"tool"`
	AutomationDetails identifier     `json:"automationDetails"`
	Invocations       []invocation   `json:"invocations"`
	ColumnKind        string         `json:"columnKind"`
	Results           []result       `json:"results"`
	Properties        map[string]any `json:"properties"`
}

type tool struct {
	Driver driver `json:"driver"`
}

type driver struct {
	Name           string `json:"name"`
	Version        string `json:"version,omitempty"`
	InformationURI string `json:"informationUri"`
	Rules          []rule `json:"rules"`
}

type rule struct {
	ID         string        `json:"id"`
	Short      message       `json:"shortDescription"`
	Full       message       `json:"fullDescription"`
	Help       multiformat   `json:"help"`
	HelpURI    string        `json:"helpUri"`
	Default    configuration `json:"defaultConfiguration"`
	Properties ruleFacts     `json:"properties"`
}

// ruleFacts are what GitHub reads of a rule.
type ruleFacts struct {
	Tags      []string `json:"tags"`
	Precision string   `json:"precision"`
	Severity  string   `json:"problem.severity"`
}

type identifier struct {
	ID string `json:"id"`
}

type configuration struct {
	Level string `json:"level"`
}

type message struct {
	Text string `json:"text"`
}

type multiformat struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown"`
}

type invocation struct {
	Successful    bool           `json:"executionSuccessful"`
	ExitCode      int            `json:"exitCode"`
	Start         string         `json:"startTimeUtc"`
	End           string         `json:"endTimeUtc"`
	Notifications []notification `json:"toolExecutionNotifications"`
}

type notification struct {
	Descriptor identifier     `json:"descriptor"`
	Level      string         `json:"level"`
	Message    message        `json:"message"`
	Properties map[string]any `json:"properties,omitempty"`
}

type result struct {
	RuleID        string            `json:"ruleId"`
	RuleIndex     int               `json:"ruleIndex"`
	Level         string            `json:"level"`
	Message       message           `json:"message"`
	Locations     []location        `json:"locations"`
	Fingerprints  map[string]string `json:"partialFingerprints"`
	BaselineState string            `json:"baselineState,omitempty"`
	Suppressions  []suppression     `json:"suppressions,omitempty"`
	Request       *webRequest       `json:"webRequest,omitempty"`
	Response      *webResponse      `json:"webResponse,omitempty"`
	Properties    resultFacts       `json:"properties"`
}

type resultFacts struct {
	Outcome  reports.Outcome   `json:"outcome"`
	Dialect  string            `json:"dialect,omitempty"`
	Subject  string            `json:"subject,omitempty"`
	Problems []reports.Problem `json:"problems"`
}

type location struct {
	Physical physical  `json:"physicalLocation"`
	Logical  []logical `json:"logicalLocations,omitempty"`
}

type physical struct {
	Artifact artifact `json:"artifactLocation"`
	Region   region   `json:"region"`
}

type artifact struct {
	URI string `json:"uri"`
}

type region struct {
	StartLine int `json:"startLine"`
}

type logical struct {
	Name string `json:"fullyQualifiedName"`
	Kind string `json:"kind"`
}

type suppression struct {
	Kind          string `json:"kind"`
	Status        string `json:"status"`
	Justification string `json:"justification"`
}

type webRequest struct {
	Protocol string            `json:"protocol"`
	Method   string            `json:"method"`
	Target   string            `json:"target"`
	Headers  map[string]string `json:"headers,omitempty"`
	Body     *message          `json:"body,omitempty"`
}

type webResponse struct {
	Protocol   string            `json:"protocol"`
	Status     int               `json:"statusCode,omitempty"`
	Reason     string            `json:"reasonPhrase,omitempty"`
	Headers    map[string]string `json:"headers,omitempty"`
	Body       *message          `json:"body,omitempty"`
	NoResponse bool              `json:"noResponseReceived,omitempty"`
}

// bodySize bounds a body, in bytes.
const bodySize = 16 << 10

func exchange(x *reports.Exchange) (*webRequest, *webResponse) {
	// RFC 3986 asks for an address; what is none is left out.
	request := &webRequest{Protocol: "http", Method: x.Method, Target: x.URL, Headers: x.RequestHeaders, Body: bodyOf(x.Request)}
	if u, err := url.Parse(x.URL); err == nil {
		request.Target = u.String()
	} else {
		request.Target = ""
	}
	response := &webResponse{Protocol: "http", Status: x.Status, Reason: http.StatusText(x.Status), Headers: x.ResponseHeaders, Body: bodyOf(x.Response)}
	if x.Error != "" || x.Status == 0 {
		response = &webResponse{Protocol: "http", NoResponse: true}
	}
	return request, response
}

func bodyOf(body string) *message {
	if body == "" {
		return nil
	}
	return &message{prose.Clipped(body, bodySize)}
}
