namespace Adit.Diagnosis.Attempts;

/// <summary>How far an attempt has come.</summary>
public enum AttemptOutcome
{
    /// <summary>The call is being set up.</summary>
    InProgress = 0,

    /// <summary>The call is open.</summary>
    Connected = 1,

    /// <summary>The call was open and has ended as wished.</summary>
    Ended = 2,

    /// <summary>The call did not open, or ended otherwise than wished.</summary>
    Failed = 3,
}
