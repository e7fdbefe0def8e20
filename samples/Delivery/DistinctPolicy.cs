namespace Masking.Samples.Delivery;

/// <summary>Chooses a customer for every vehicle, and no customer for two vehicles.</summary>
[MaskedPolicy]
public sealed partial class DistinctPolicy
{
    [EntityMask(DeliveryFeatures.Vehicle), AttendsTo(nameof(Customers))]
                                                public partial AttentionEncoder Vehicles { get; }
    [EntityMask(DeliveryFeatures.Customer), AttendsTo(nameof(Vehicles))]
                                                public partial AttentionEncoder Customers { get; }

    [ActionMask(Each = nameof(Vehicles), Over = nameof(Customers)), Distinct]
                                                public partial PointerHead Destination { get; }

    [Value(Each = nameof(Vehicles))]            public partial ValueHead Value { get; }
}
