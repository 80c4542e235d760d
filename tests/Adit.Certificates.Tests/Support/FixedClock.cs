namespace Adit.Certificates.Tests.Support;

/// <summary>A clock that a test sets.</summary>
internal sealed class FixedClock(DateTimeOffset now) : TimeProvider
{
    public static readonly DateTimeOffset Today = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Now { get; set; } = now;

    public FixedClock()
        : this(Today)
    {
    }

    public override DateTimeOffset GetUtcNow() => Now;
}
