namespace Masking.Samples.Delivery;

/// <summary>Chooses a customer for every vehicle, and possibly the same customer for several vehicles.</summary>
[MaskedPolicy]
public sealed partial class IndependentPolicy
{
    [EntityMask(DeliveryFeatures.Vehicle), AttendsTo(nameof(Customers))]
                                                public partial AttentionEncoder Vehicles { get; }
    [EntityMask(DeliveryFeatures.Customer), AttendsTo(nameof(Vehicles))]
                                                public partial AttentionEncoder Customers { get; }

    [ActionMask(Each = nameof(Vehicles), Over = nameof(Customers))]
                                                public partial PointerHead Destination { get; }

    [Value(Each = nameof(Vehicles))]            public partial ValueHead Value { get; }
}
