using System.ComponentModel.DataAnnotations;

namespace Adit.Server.Configuration;

/// <summary>Which calls are recorded, so that they can be replayed, and how much of that is kept.</summary>
public sealed record AttemptOptions
{
    /// <summary>Which calls. None: a recording names who called, and that of an open call takes memory.</summary>
    public RecordMode Record { get; init; } = RecordMode.Off;

    /// <summary>
    /// How long a recording may become, in characters; what comes later in its call is left out. A call that opens takes some 6000, and
    /// an idle one about 100 more a minute.
    /// </summary>
    [Range(4096, 262_144)]
    public int RecordingLength { get; init; } = 32_768;

    /// <summary>How many are kept, and how many calls may be recorded at once; with their length, what all of them may take.</summary>
    [Range(1, 100_000)]
    public int Recordings { get; init; } = 1000;

    /// <summary>Older ones are forgotten.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "90.00:00:00")]
    public TimeSpan KeptFor { get; init; } = TimeSpan.FromDays(7);

    internal static AttemptOptions Read(YamlSection section, AttemptOptions defaults) => new()
    {
        Record = section.Word("record", defaults.Record),
        RecordingLength = section.Number("recordingLength", defaults, options => options.RecordingLength),
        Recordings = section.Number("recordings", defaults, options => options.Recordings),
        KeptFor = section.Duration("recordingsKeptFor", defaults, options => options.KeptFor),
    };
}

/// <summary>Which calls are recorded.</summary>
public enum RecordMode
{
    /// <summary>None.</summary>
    Off,

    /// <summary>All, and those that did not fail are thrown away when they end.</summary>
    Failed,

    /// <summary>All.</summary>
    All,
}
