using System.ComponentModel.DataAnnotations;

namespace Adit.Server.Configuration;

/// <summary>How long the log of decisions and reports is kept.</summary>
public sealed record LogOptions
{
    /// <summary>Older rows are forgotten. A quarter of a year answers most questions, and is what data protection allows most people.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "3650.00:00:00")]
    public TimeSpan KeptFor { get; init; } = TimeSpan.FromDays(90);

    /// <summary>Of more rows the oldest are forgotten; a million takes some 500 MiB.</summary>
    [Range(1000, 100_000_000)]
    public int Rows { get; init; } = 1_000_000;

    internal static LogOptions Read(YamlSection section, LogOptions defaults) => new()
    {
        KeptFor = section.Duration("keptFor", defaults, options => options.KeptFor),
        Rows = section.Number("rows", defaults, options => options.Rows),
    };
}
