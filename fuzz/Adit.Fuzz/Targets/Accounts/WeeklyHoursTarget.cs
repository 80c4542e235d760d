using System.Text;
using Adit.Access.Accounts;

namespace Adit.Fuzz.Targets.Accounts;

/// <summary>Hours of a week: written in one form that reads the same, and over when they say.</summary>
internal sealed class WeeklyHoursTarget : IFuzzTarget
{
    private const int RuleLength = 4;
    private const int MaxRules = 16;

    private static readonly DateTimeOffset _monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public string Name => "weekly-hours";

    public IEnumerable<byte[]> Seeds =>
    [
        "mon-fri 08:00-18:00; sat 09:00-12:00"u8.ToArray(), "sun 22:00-06:00 in Europe/Berlin"u8.ToArray(), "sat-mon; wed,thu 00:00-24:00"u8.ToArray(),
    ];

    /// <summary>Makes hours of most; the others stay broken.</summary>
    public byte[] Repair(byte[] input) => input.Length < RuleLength || input.Sum(each => each) % 3 == 0
        ? input
        : Encoding.ASCII.GetBytes(string.Join("; ", input.Chunk(RuleLength).Where(chunk => chunk.Length == RuleLength).Take(MaxRules).Select(RuleOf)));

    public bool Run(ReadOnlyMemory<byte> input)
    {
        if (!WeeklyHours.TryParse(Encoding.ASCII.GetString(input.Span), out var hours))
            return false;

        BrokenLawException.ThrowUnless(WeeklyHours.TryParse(hours.Text, out var again) && hours == again, "What is written reads the same.");
        for (var hour = 0; hour < 7 * 24; hour += 5)
        {
            var now = _monday.AddHours(hour);
            var end = hours.EndAfter(now, TimeZoneInfo.Utc);
            BrokenLawException.ThrowUnless(end is null || end >= now, "Hours never end before now.");
            BrokenLawException.ThrowUnless(end != now || !hours.Contain(now, TimeZoneInfo.Utc) || hours.Text.Contains(" in ", StringComparison.Ordinal), "Hours that are now do not end now.");
        }

        return true;
    }

    private static string RuleOf(byte[] chunk) => $"{DayOf(chunk[0])}-{DayOf(chunk[1])} {TimeOf(chunk[2])}-{TimeOf((byte)(chunk[2] == chunk[3] ? chunk[3] ^ 1 : chunk[3]))}";

    private static string DayOf(byte value) => ((string[])["mon", "tue", "wed", "thu", "fri", "sat", "sun"])[value % 7];

    private static string TimeOf(byte value) => FormattableString.Invariant($"{value % 24:00}:{value / 24 * 5:00}");
}
