using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Linq.Expressions;
using System.Reflection;

namespace Adit.Server.Configuration;

/// <summary>
/// One number or time of an options record: its default and the range that its attribute declares. The records are the only place
/// where limits stand.
/// </summary>
internal sealed record Setting<T>(T Default, RangeAttribute Range)
{
    /// <summary>The smallest value allowed, as the attribute has it: a number, or a time as text.</summary>
    public TimeSpan MinTime => TimeSpan.Parse((string)Range.Minimum, CultureInfo.InvariantCulture);

    /// <summary>The largest.</summary>
    public TimeSpan MaxTime => TimeSpan.Parse((string)Range.Maximum, CultureInfo.InvariantCulture);

    /// <summary>Finds the range of <paramref name="property"/>, and its value in <paramref name="defaults"/>.</summary>
    public static Setting<T> Of<TOptions>(TOptions defaults, Expression<Func<TOptions, T>> property)
    {
        var member = (PropertyInfo)((MemberExpression)property.Body).Member;
        var range = member.GetCustomAttribute<RangeAttribute>()
            ?? throw new ArgumentException($"{typeof(TOptions).Name}.{member.Name} declares no range.", nameof(property));
        return new Setting<T>((T)member.GetValue(defaults)!, range);
    }
}
