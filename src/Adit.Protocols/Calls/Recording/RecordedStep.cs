namespace Adit.Protocols.Calls.Recording;

/// <summary>What a recording says happened, one line each.</summary>
/// <param name="Line">Its line, from 1, for whoever is told where a replay differs.</param>
internal abstract record RecordedStep(int Line)
{
    /// <summary>The call was told something. Never throws where <see cref="CallRecording"/> has read it.</summary>
    /// <param name="Line">See above.</param>
    /// <param name="At">When, since the first.</param>
    /// <param name="Do">Tells a call the same.</param>
    public sealed record Input(int Line, Moment At, Action<Call, Moment> Do) : RecordedStep(Line);

    /// <summary>It sent this message, masked.</summary>
    public sealed record Message(int Line, string Bytes) : RecordedStep(Line);

    /// <summary>It said this.</summary>
    public sealed record Event(int Line, string Text) : RecordedStep(Line);
}
