using Adit.Diagnosis.Scenarios;

namespace Adit.Diagnosis;

/// <summary>A code that was found in a text, by what it is.</summary>
public abstract record FoundCode
{
    private FoundCode()
    {
    }

    /// <summary>One of our failures.</summary>
    public sealed record Ours(FailureEntry Entry) : FoundCode;

    /// <summary>A code of Windows, whether it is known or not.</summary>
    public sealed record OfWindows(WindowsCode Code) : FoundCode;

    /// <summary>A reason of a policy server.</summary>
    public sealed record OfReason(NpsReason Reason) : FoundCode;

    /// <summary>A scenario.</summary>
    public sealed record OfScenario(Scenario Scenario) : FoundCode;
}
