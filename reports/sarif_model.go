package reports

import (
	"net/http"
	"net/url"

	"github.com/oktascim/oktascim/reports/internal/prose"
)

// The shapes are the parts of SARIF 2.1.0 that we fill in
// (https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html).

type sarifLog struct {
	Schema  string     `json:"$schema"`
	Version string     `json:"version"`
	Runs    []sarifRun `json:"runs"`
}

type sarifRun struct {
	Tool              sarifTool         `json:"tool"`
	AutomationDetails sarifID           `json:"automationDetails"`
	Invocations       []sarifInvocation `json:"invocations"`
	ColumnKind        string            `json:"columnKind"`
	Results           []sarifResult     `json:"results"`
	Properties        map[string]any    `json:"properties"`
}

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name           string      `json:"name"`
	Version        string      `json:"version,omitempty"`
	InformationURI string      `json:"informationUri"`
	Rules          []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID         string         `json:"id"`
	Short      sarifText      `json:"shortDescription"`
	Full       sarifText      `json:"fullDescription"`
	Help       sarifMarkdown  `json:"help"`
	HelpURI    string         `json:"helpUri"`
	Default    sarifLevel     `json:"defaultConfiguration"`
	Properties sarifRuleFacts `json:"properties"`
}

// sarifRuleFacts are what GitHub reads of a rule.
type sarifRuleFacts struct {
	Tags      []string `json:"tags"`
	Precision string   `json:"precision"`
	Severity  string   `json:"problem.severity"`
}

type sarifID struct {
	ID string `json:"id"`
}

type sarifLevel struct {
	Level string `json:"level"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifMarkdown struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown"`
}

type sarifInvocation struct {
	Successful    bool                `json:"executionSuccessful"`
	ExitCode      int                 `json:"exitCode"`
	Start         string              `json:"startTimeUtc"`
	End           string              `json:"endTimeUtc"`
	Notifications []sarifNotification `json:"toolExecutionNotifications"`
}

type sarifNotification struct {
	Descriptor sarifID        `json:"descriptor"`
	Level      string         `json:"level"`
	Message    sarifText      `json:"message"`
	Properties map[string]any `json:"properties,omitempty"`
}

type sarifResult struct {
	RuleID        string             `json:"ruleId"`
	RuleIndex     int                `json:"ruleIndex"`
	Level         string             `json:"level"`
	Message       sarifText          `json:"message"`
	Locations     []sarifLocation    `json:"locations"`
	Fingerprints  map[string]string  `json:"partialFingerprints"`
	BaselineState string             `json:"baselineState,omitempty"`
	Suppressions  []sarifSuppression `json:"suppressions,omitempty"`
	Request       *sarifRequest      `json:"webRequest,omitempty"`
	Response      *sarifResponse     `json:"webResponse,omitempty"`
	Properties    sarifResultFacts   `json:"properties"`
}

type sarifResultFacts struct {
	Outcome  Outcome   `json:"outcome"`
	Dialect  string    `json:"dialect,omitempty"`
	Subject  string    `json:"subject,omitempty"`
	Problems []Problem `json:"problems"`
}

type sarifLocation struct {
	Physical sarifPhysical  `json:"physicalLocation"`
	Logical  []sarifLogical `json:"logicalLocations,omitempty"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   sarifRegion   `json:"region"`
}

type sarifArtifact struct {
	URI string `json:"uri"`
}

type sarifRegion struct {
	StartLine int `json:"startLine"`
}

type sarifLogical struct {
	Name string `json:"fullyQualifiedName"`
	Kind string `json:"kind"`
}

type sarifSuppression struct {
	Kind          string `json:"kind"`
	Status        string `json:"status"`
	Justification string `json:"justification"`
}

type sarifRequest struct {
	Protocol string            `json:"protocol"`
	Method   string            `json:"method"`
	Target   string            `json:"target"`
	Headers  map[string]string `json:"headers,omitempty"`
	Body     *sarifText        `json:"body,omitempty"`
}

type sarifResponse struct {
	Protocol   string            `json:"protocol"`
	Status     int               `json:"statusCode,omitempty"`
	Reason     string            `json:"reasonPhrase,omitempty"`
	Headers    map[string]string `json:"headers,omitempty"`
	Body       *sarifText        `json:"body,omitempty"`
	NoResponse bool              `json:"noResponseReceived,omitempty"`
}

// sarifBody bounds a body, in bytes.
const sarifBody = 16 << 10

func sarifExchange(x *Exchange) (*sarifRequest, *sarifResponse) {
	// RFC 3986 asks for an address; what is none is left out.
	request := &sarifRequest{Protocol: "http", Method: x.Method, Target: x.URL, Headers: x.RequestHeaders, Body: sarifBodyOf(x.Request)}
	if u, err := url.Parse(x.URL); err == nil {
		request.Target = u.String()
	} else {
		request.Target = ""
	}
	response := &sarifResponse{Protocol: "http", Status: x.Status, Reason: http.StatusText(x.Status), Headers: x.ResponseHeaders, Body: sarifBodyOf(x.Response)}
	if x.Error != "" || x.Status == 0 {
		response = &sarifResponse{Protocol: "http", NoResponse: true}
	}
	return request, response
}

func sarifBodyOf(body string) *sarifText {
	if body == "" {
		return nil
	}
	return &sarifText{prose.Clipped(body, sarifBody)}
}
