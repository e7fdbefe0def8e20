namespace Masking.Samples.MicroRts.Engine;

/// <summary>The kinds of units. The numbers are those of the original game.</summary>
public enum UnitKind
{
    /// <summary>No unit, where an action has no product.</summary>
    None = -1,

    /// <summary>A deposit, which belongs to nobody.</summary>
    Resource,

    /// <summary>A stockpile that produces workers.</summary>
    Base,

    /// <summary>A building that produces combat units.</summary>
    Barracks,

    /// <summary>A unit that harvests, builds and attacks.</summary>
    Worker,

    /// <summary>A fast combat unit.</summary>
    Light,

    /// <summary>A slow combat unit with much damage.</summary>
    Heavy,

    /// <summary>A combat unit that attacks from a distance.</summary>
    Ranged,
}
