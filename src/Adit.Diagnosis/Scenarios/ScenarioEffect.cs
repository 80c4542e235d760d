namespace Adit.Diagnosis.Scenarios;

/// <summary>What a scenario does to its user.</summary>
public enum ScenarioEffect
{
    /// <summary>The call fails, with a code.</summary>
    Fails,

    /// <summary>The call is open, and something is wrong with it.</summary>
    Connected,

    /// <summary>Somebody gets in, and should not.</summary>
    Success,

    /// <summary>No call is made worse: a question, or a warning.</summary>
    None,
}
