using System.Text;
using Adit.Access.Accounts;

namespace Adit.Fuzz.Targets.Accounts;

/// <summary>Hours of a week: written in one form that reads the same, and over when they say.</summary>
internal sealed class WeeklyHoursTarget : IFuzzTarget
{
    private static readonly DateTimeOffset _monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public string Name => "weekly-hours";

    public IEnumerable<byte[]> Seeds =>
    [
        "mon-fri 08:00-18:00; sat 09:00-12:00"u8.ToArray(), "sun 22:00-06:00 in Europe/Berlin"u8.ToArray(), "sat-mon; wed,thu 00:00-24:00"u8.ToArray(),
    ];

    public byte[] Repair(byte[] input) => input;

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
}
