namespace Masking.Policies.Tests;

public static partial class Arena
{
    public readonly partial record struct Ring<TCrowd>
    {
        /// <summary>A generic policy that is nested in a generic type.</summary>
        [MaskedPolicy]
        public sealed partial class BoutPolicy<TRules> where TRules : notnull
        {
            [EntityMask(features: 3)]
            public partial AttentionEncoder Fighters { get; }

            [ActionMask(Each = nameof(Fighters), Choices = 4)]
            public partial Head<int> Blows { get; }

            [ActionMask(Over = nameof(Fighters))]
            public partial PointerHead Winner { get; }
        }
    }
}
