namespace Masking.Generators.Model;

/// <summary>What kind of actor has heads.</summary>
internal enum ActorKind
{
    /// <summary>The one agent of each environment.</summary>
    Agent,

    /// <summary>Every present entity of a set.</summary>
    Entities,

    /// <summary>Every agent on a map.</summary>
    Cells,
}

/// <summary>One kind of actor, with the heads that it has.</summary>
/// <param name="Kind">What kind of actor.</param>
/// <param name="Input">The input whose entities or cells act; -1 for the one agent.</param>
/// <param name="Heads">Indices of its heads, in the order of declaration.</param>
/// <param name="FirstLane">The numbers in the actions of earlier actors: where its random numbers begin.</param>
/// <param name="Axes">The axes of one number per actor, in words: <c>batch, entities</c>.</param>
internal sealed record ActorModel(ActorKind Kind, int Input, EquatableArray<int> Heads, int FirstLane, string Axes)
{
    /// <summary>
    /// The places of the heads among <see cref="Heads"/> in the order in which they choose: each behind those that it depends on, else in
    /// the order of declaration.
    /// </summary>
    public EquatableArray<int> Order { get; init; }
}
