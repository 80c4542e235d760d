using System.CommandLine;
using System.Globalization;

namespace Adit.Cli;

/// <summary>From when on something is shown.</summary>
internal static class SinceOption
{
    public static Option<DateTimeOffset?> Create(string name = "--since", params string[] aliases) => new(name, aliases)
    {
        Description = "Only from then on: a time such as 2026-05-04, or for how long: 30m, 24h, 7d",
        HelpName = "TIME",
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            if (TryParseAgo(text, out var ago))
                return DateTimeOffset.UtcNow - ago;
            if (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
                return time;

            result.AddError($"{name} is to be a time such as 2026-05-04T03:02:01Z, or 30m, 24h or 7d.");
            return null;
        },
    };

    private static bool TryParseAgo(string text, out TimeSpan ago)
    {
        ago = default;
        if (text.Length is 0 or > 6 || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;

        ago = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => TimeSpan.MinValue,
        };
        return ago >= TimeSpan.Zero;
    }
}
