namespace Adit.Diagnosis.Scenarios;

/// <summary>From where a failure is looked at. Each place has evidence of its own, and so groups of its own.</summary>
public enum ScenarioPlace
{
    /// <summary>Where the call begins: what can be seen without the server's help.</summary>
    Client,

    /// <summary>Where the call ends: attempt records, log, configuration and the machine itself.</summary>
    Server,
}
