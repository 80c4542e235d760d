namespace Adit.Diagnosis;

/// <summary>How far the Windows code of a failure may be relied on.</summary>
public enum WindowsCodeSource
{
    /// <summary>Microsoft documents this code for this case.</summary>
    Documented,

    /// <summary>Seen on a client, by us or in a public report.</summary>
    Observed,

    /// <summary>Concluded from the code's meaning; nobody has confirmed it.</summary>
    Inferred,
}
